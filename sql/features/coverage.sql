-- coverage: one row, the days the orders are from, and the longest stretch without any.
-- All orders are read, also those that do not count as a purchase: they too show that
-- the source was being written to.
with

days as (

    select distinct ordered_on as day_on
    from orders

),

silences as (

    select
        day_on,
        date_diff('day', lag(day_on) over (order by day_on), day_on) - 1 as silent_days
    from days

)

select
    min(day_on) as first_day,
    max(day_on) as last_day,
    coalesce(max(silent_days), 0) as longest_silence_days
from silences;

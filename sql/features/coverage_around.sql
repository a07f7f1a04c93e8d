-- coverage_around: one row, what coverage says of the days before until, and of those
-- from until on if orders go on within patience_days. Else they are left out: what
-- follows so late, such as one order dated 2099, does not show that all days between
-- are known. All orders are read, also those that do not count as a purchase.
with

days as (

    select distinct ordered_on as day_on
    from orders

),

neighbours as (

    select
        max(case when day_on < :until then day_on end) as last_before,
        min(case when day_on >= :until then day_on end) as first_after
    from days

),

covered_days as (

    select days.day_on
    from days
    cross join neighbours
    where
        days.day_on < :until
        or date_diff('day', neighbours.last_before, neighbours.first_after) - 1
        <= :patience_days

),

silences as (

    select
        day_on,
        date_diff('day', lag(day_on) over (order by day_on), day_on) - 1 as silent_days
    from covered_days

)

select
    min(day_on) as first_day,
    max(day_on) as last_day,
    coalesce(max(silent_days), 0) as longest_silence_days
from silences;

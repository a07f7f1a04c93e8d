-- file_orders: one row a line of the file, read as a customer, a day and an amount.
-- A day is an ISO date or moment, or year, month and day in another usual order that
-- cannot be mistaken. What cannot be read is missing here, and refused afterwards; so
-- are words that the engine would take for a moment (infinity, epoch) and years that
-- have not four digits.
create table file_orders as

with

moments as (

    select
        line_number,
        customer_id,
        day_text,
        amount_text,
        case
            when ltrim(day_text) between '0' and ':'
                then coalesce(
                    try_cast(day_text as timestamp),
                    try_strptime(day_text, ['%Y%m%d', '%Y/%m/%d', '%d.%m.%Y'])
                )
        end as ordered_at
    from source_orders

)

select
    line_number,
    customer_id,
    day_text,
    amount_text,
    case
        when extract(year from ordered_at) between 1 and 9999 then ordered_at
    end as ordered_at,
    try_cast(try_cast(amount_text as decimal(24, 6)) as decimal(18, 2)) as amount
from moments;

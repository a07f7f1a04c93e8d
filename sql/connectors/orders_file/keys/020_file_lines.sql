-- file_lines: one row a line of the file, read as a customer, a moment and an amount.
-- What cannot be read is missing here, and refused afterwards. An amount with an
-- exponent is read to six digits first: straight to two, the engine rounds 7e-5 up.
-- Longer amounts than 14 digits before the point would not fit into the view purchases.
create table file_lines as

select
    source_orders.line_number,
    source_orders.customer_id as source_id,
    file_days.ordered_at,
    file_days.has_year_last,
    source_orders.amount_text is not null as has_amount,
    case
        when contains(lower(source_orders.amount_text), 'e')
            then try_cast(
                try_cast(source_orders.amount_text as decimal(24, 6)) as decimal(16, 2)
            )
        else try_cast(source_orders.amount_text as decimal(16, 2))
    end as amount
from source_orders
left join file_days on source_orders.day_text = file_days.day_text;

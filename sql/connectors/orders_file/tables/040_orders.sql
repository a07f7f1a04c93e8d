-- orders: one row a line of the file. An amount below 0 is a refund and does not count;
-- one of 0 does, as goods free of charge do in the other data sets, and so does one
-- that is missing. The columns are those of the table in sql/schema.
create view orders as

select
    line_number as id,
    customer_id,
    ordered_at,
    ordered_on,
    case when amount is not null then 'XXX' end as currency,
    amount as net_amount,
    case when amount < 0 then 'refunded' else 'completed' end as status,
    coalesce(amount >= 0, true) as counts_as_purchase,
    case
        when amount < 0 then 'refund'
        when amount = 0 then 'goods free of charge'
        when amount > 0 then 'paid'
        else 'amount unknown'
    end as counts_reason,
    'orders-file' as source_system,
    cast(line_number as varchar) as source_id
from file_orders;

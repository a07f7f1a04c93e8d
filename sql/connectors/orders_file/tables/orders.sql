-- orders: one row a line of the file. An amount below 0 is a refund and does not count;
-- a missing one does.
select
    file_orders.line_number as id,
    customer_keys.customer_id,
    file_orders.ordered_at,
    cast(file_orders.ordered_at as date) as ordered_on,
    case when file_orders.amount is not null then 'XXX' end as currency,
    file_orders.amount as net_amount,
    case when file_orders.amount < 0 then 'refunded' else 'completed' end as status,
    coalesce(file_orders.amount >= 0, true) as counts_as_purchase,
    case
        when file_orders.amount < 0 then 'refund'
        when file_orders.amount = 0 then 'goods free of charge'
        when file_orders.amount > 0 then 'paid'
        else 'amount unknown'
    end as counts_reason,
    'orders-file' as source_system,
    cast(file_orders.line_number as varchar) as source_id
from file_orders
inner join customer_keys on file_orders.customer_id = customer_keys.source_id
order by file_orders.line_number;

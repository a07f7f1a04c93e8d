-- orders: one row an order that is kept.
select
    order_id as id,
    customer_id,
    ordered_at,
    ordered_on,
    currency,
    net_amount,
    status,
    counts_as_purchase,
    counts_reason,
    cast(:source_system as varchar) as source_system,
    source_id
from order_rows
where fate = 'kept'
order by order_id;

-- orders: one row an order of a person.
select
    id,
    ordered_at,
    ordered_on,
    currency,
    net_amount,
    status,
    counts_as_purchase,
    counts_reason,
    source_system,
    source_id
from orders
where customer_id = :customer_id
order by id;

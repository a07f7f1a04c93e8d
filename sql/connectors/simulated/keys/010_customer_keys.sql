-- customer_keys: one row a customer, with the key we give it.
create table customer_keys as

select
    customer_id as source_id,
    cast(row_number() over (order by customer_id) as integer) as customer_id,
    cast(min(ordered_on) as timestamp) as first_seen_at
from source_orders
group by source_orders.customer_id;

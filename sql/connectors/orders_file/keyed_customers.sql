-- keyed_customers: one row a customer of the file, by our key.
select
    customer_id,
    source_id,
    first_seen_at
from customer_keys
order by customer_id;

-- customers: one row a customer of the file, which knows nothing but a key.
select
    customer_id as id,
    '(no name)' as name,
    '(no email)' as email,
    first_seen_at as created_at,
    'orders-file' as source_system,
    source_id
from customer_keys
order by id;

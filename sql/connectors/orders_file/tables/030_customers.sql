-- customers: one row a customer of the file, which knows nothing but a key. The columns
-- are those of the table in sql/schema.
create view customers as

select
    customer_id as id,
    '(no name)' as name,
    '(no email)' as email,
    cast(null as varchar) as phone,
    first_seen_at as created_at,
    cast(null as date) as birthday,
    cast(null as varchar) as gender,
    cast(null as varchar) as country,
    'orders-file' as source_system,
    source_id,
    cast(null as varchar) as pseudonym
from file_customers;

-- customers: one row a customer that is kept.
select
    customer_keys.customer_id as id,
    coalesce(customer_rows.name, '(no name)') as name,
    coalesce(customer_rows.email, '(no email)') as email,
    customer_rows.phone,
    customer_rows.created_at,
    customer_rows.birthday,
    customer_rows.gender,
    customer_rows.country,
    cast(:source_system as varchar) as source_system,
    customer_rows.source_id
from customer_rows
inner join customer_keys on customer_rows.source_id = customer_keys.source_id
where customer_rows.fate = 'kept'
order by customer_keys.customer_id;

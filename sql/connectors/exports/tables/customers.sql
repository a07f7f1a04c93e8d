-- customers: one row a customer that is kept.
select
    customer_keys.customer_id as id,
    left(coalesce(customer_rows.name, '(no name)'), 255) as name,
    left(coalesce(customer_rows.email, '(no email)'), 255) as email,
    left(customer_rows.phone, 255) as phone,
    customer_rows.created_at,
    customer_rows.birthday,
    left(customer_rows.gender, 32) as gender,
    customer_rows.country,
    cast(:source_system as varchar) as source_system,
    customer_rows.source_id
from customer_rows
inner join customer_keys on customer_rows.source_id = customer_keys.source_id
where customer_rows.fate = 'kept'
order by customer_keys.customer_id;

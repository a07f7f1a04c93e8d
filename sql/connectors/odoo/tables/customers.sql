-- customers: one row a company, or a person of none. Stand-ins say what is not known.
select
    customer_keys.customer_id as id,
    left(coalesce(customer_fates.name, '(no name)'), 255) as name,
    left(coalesce(customer_fates.email, '(no email)'), 255) as email,
    left(customer_fates.phone, 255) as phone,
    customer_fates.created_at,
    customer_fates.country,
    cast(:source_system as varchar) as source_system,
    customer_fates.source_id
from customer_fates
inner join customer_keys on customer_fates.source_id = customer_keys.source_id
where customer_fates.fate = 'kept'
order by id;

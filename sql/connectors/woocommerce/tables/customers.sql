-- customers: one row somebody who ordered. Stand-ins say what is not known.
select
    customer_keys.customer_id as id,
    left(coalesce(customer_keys.name, '(no name)'), 255) as name,
    left(coalesce(customer_keys.email, '(no email)'), 255) as email,
    left(customer_keys.phone, 255) as phone,
    customer_keys.first_seen_at as created_at,
    countries.country_code as country,
    cast(:source_system as varchar) as source_system,
    left(customer_keys.owner_id, 255) as source_id
from customer_keys
left join countries on customer_keys.country = countries.country_text
order by id;

-- customers: one row somebody who ordered. Stand-ins say what is not known.
select
    customer_id as id,
    left(coalesce(name, '(no name)'), 255) as name,
    left(coalesce(email, '(no email)'), 255) as email,
    left(phone, 255) as phone,
    first_seen_at as created_at,
    case when length(country) = 2 then upper(country) end as country,
    cast(:source_system as varchar) as source_system,
    left(owner_id, 255) as source_id
from customer_keys
order by id;

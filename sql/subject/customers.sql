-- customers: one row a person, all that is kept of them.
select
    id,
    name,
    email,
    phone,
    created_at,
    birthday,
    gender,
    country,
    source_system,
    source_id,
    pseudonym
from customers
where id = :customer_id
order by id;

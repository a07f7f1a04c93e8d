-- customer_profiles: one row a customer, without anything that names the person.
-- What every report reads instead of customers.
create view customer_profiles as

select
    id as customer_id,
    pseudonym,
    extract(year from birthday) as birth_year,
    gender,
    country,
    cast(created_at as date) as created_on,
    source_system
from customers;

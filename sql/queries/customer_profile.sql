-- customer_profile: one row, what is known of one customer; nothing names the person.
select
    customer_id,
    pseudonym,
    birth_year,
    gender,
    country,
    created_on,
    source_system
from customer_profiles
where customer_id = :customer_id;

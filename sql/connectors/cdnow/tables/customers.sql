-- customers: one row a customer; contact data are made up by the loader.
select
    customer_id as id,
    first_seen_at as created_at,
    'US' as country,
    'cdnow' as source_system,
    source_id,
    cast(null as varchar) as age_band
from customer_keys
order by customer_id;

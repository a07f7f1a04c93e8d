-- customers: one row a customer; contact data are made up by the loader.
select
    customer_keys.customer_id as id,
    customer_keys.first_seen_at as created_at,
    'DE' as country,
    source_origin.source_system,
    cast(customer_keys.source_id as varchar) as source_id,
    cast(null as varchar) as age_band
from customer_keys
cross join source_origin
order by id;

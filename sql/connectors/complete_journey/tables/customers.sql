-- customers: one row a household; contact data are made up by the loader.
select
    customer_keys.customer_id as id,
    customer_keys.first_seen_at as created_at,
    'US' as country,
    'complete-journey' as source_system,
    cast(customer_keys.household_id as varchar) as source_id,
    source_demographics.age as age_band
from customer_keys
left join
    source_demographics
    on customer_keys.household_id = source_demographics.household_id
order by customer_keys.customer_id;

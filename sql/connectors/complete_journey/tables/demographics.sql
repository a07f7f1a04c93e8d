-- demographics: one row a household whose bands the source knows.
select
    customer_keys.customer_id,
    source_demographics.age as age_band,
    source_demographics.income as income_band,
    source_demographics.home_ownership,
    source_demographics.marital_status,
    source_demographics.household_size,
    source_demographics.household_comp as household_composition,
    source_demographics.kids_count as children_count
from source_demographics
inner join
    customer_keys
    on source_demographics.household_id = customer_keys.household_id
order by customer_keys.customer_id;

-- demographics: one row a person whose source knows more.
select
    age_band,
    income_band,
    home_ownership,
    marital_status,
    household_size,
    household_composition,
    children_count
from demographics
where customer_id = :customer_id
order by customer_id;

-- customer_groups: one row a customer, with gender and age in completed years as of a
-- day, where they are known: to see how a model treats groups, never to predict by.
with

ages as (

    select
        customer_id,
        case when gender in ('male', 'female') then gender end as gender,
        case when birthday < :as_of then birthday end as birthday
    from customer_birthdays

)

select
    customer_id,
    gender,
    cast(
        extract(year from :as_of) - extract(year from birthday)
        - case
            when
                extract(month from :as_of) * 100 + extract(day from :as_of)
                < extract(month from birthday) * 100 + extract(day from birthday)
                then 1
            else 0
        end as bigint
    ) as age_years
from ages;

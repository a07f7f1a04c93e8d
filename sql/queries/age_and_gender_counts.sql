-- age_and_gender_counts: one row an age in completed years and a gender, with the
-- customers of the segment who were known before as_of. A birthday on or after as_of,
-- or one that would make somebody older than 120, is missing; so is any gender but
-- male and female.
with

known_customers as (

    select
        customer_birthdays.birthday,
        case
            when customer_birthdays.gender in ('male', 'female')
                then customer_birthdays.gender
        end as gender,
        extract(year from :as_of)
        - extract(year from customer_birthdays.birthday)
        - case
            when
                extract(month from :as_of) * 100 + extract(day from :as_of)
                < extract(month from customer_birthdays.birthday) * 100
                + extract(day from customer_birthdays.birthday)
                then 1
            else 0
        end as completed_years
    from customer_birthdays
    inner join
        segment_members
        on customer_birthdays.customer_id = segment_members.customer_id
    where customer_birthdays.created_on < :as_of

)

select
    cast(
        case
            when birthday < :as_of and completed_years <= 120 then completed_years
        end as bigint
    ) as age_years,
    gender,
    count(birthday) as with_birthday,
    count(*) as customers
from known_customers
group by
    case when birthday < :as_of and completed_years <= 120 then completed_years end,
    gender
order by age_years, gender;

-- customers_by_month: one row a month in which customers of the segment were first
-- recorded, before as_of. Months are numbered from year 0: year * 12 + month - 1.
select
    extract(year from customer_profiles.created_on) * 12
    + extract(month from customer_profiles.created_on) - 1 as month_number,
    count(*) as customers
from customer_profiles
inner join
    segment_members
    on customer_profiles.customer_id = segment_members.customer_id
where customer_profiles.created_on < :as_of
group by
    extract(year from customer_profiles.created_on) * 12
    + extract(month from customer_profiles.created_on) - 1
order by month_number;

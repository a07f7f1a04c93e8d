-- segment_customers: one row a customer of the segment who was known before as_of.
select customer_profiles.customer_id
from customer_profiles
inner join
    segment_members
    on customer_profiles.customer_id = segment_members.customer_id
where customer_profiles.created_on < :as_of;

-- segment_pseudonyms: one row a customer of the segment, with the pseudonym.
select
    customer_profiles.customer_id,
    customer_profiles.pseudonym
from customer_profiles
inner join
    segment_members
    on customer_profiles.customer_id = segment_members.customer_id
order by customer_profiles.customer_id;

-- first_buyer: one row, the customer of the segment with a purchase before as_of whose
-- pseudonym comes first in the alphabet; no row if nobody has bought.
select
    customer_profiles.customer_id,
    customer_profiles.pseudonym
from customer_profiles
inner join
    segment_members
    on customer_profiles.customer_id = segment_members.customer_id
where
    customer_profiles.customer_id in (
        select purchase_days.customer_id
        from purchase_days
        where purchase_days.purchased_on < :as_of
    )
order by customer_profiles.pseudonym, customer_profiles.customer_id
limit 1;

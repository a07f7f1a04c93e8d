-- customer_counts: one row, the customers of the segment who were known before as_of.
with

first_purchases as (

    select
        customer_id,
        min(purchased_on) as first_purchased_on,
        max(purchased_on) as last_purchased_on
    from purchase_days
    where purchased_on < :as_of
    group by customer_id

)

select
    count(*) as customers,
    count(first_purchases.customer_id) as buyers,
    count(
        case
            when date_diff('day', first_purchases.first_purchased_on, :as_of) <= 90
                then 1
        end
    ) as new_buyers,
    count(
        case
            when date_diff('day', first_purchases.last_purchased_on, :as_of) <= 90
                then 1
        end
    ) as recent_buyers
from customer_profiles
inner join
    segment_members
    on customer_profiles.customer_id = segment_members.customer_id
left join
    first_purchases
    on customer_profiles.customer_id = first_purchases.customer_id
where customer_profiles.created_on < :as_of;

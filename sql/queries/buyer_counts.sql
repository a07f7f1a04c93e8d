-- buyer_counts: one row, the customers with an order before as_of that counts as a
-- purchase, and those of them with a purchase as it is meant at present: all of them,
-- or, where a department is chosen, those who had bought from it.
with

buyers as (

    select distinct customer_id
    from orders
    where counts_as_purchase and ordered_on < :as_of

),

chosen_buyers as (

    select distinct customer_id
    from purchase_days
    where purchased_on < :as_of

)

select
    count(*) as buyers,
    count(chosen_buyers.customer_id) as chosen_buyers
from buyers
left join chosen_buyers on buyers.customer_id = chosen_buyers.customer_id;

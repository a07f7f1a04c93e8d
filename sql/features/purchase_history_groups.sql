-- purchase_history_groups: one row a distinct purchase history before as_of, with the
-- number of customers who share it. Its size hardly grows with the customers; the
-- likelihood of the latent-attrition models needs no more than this.
with

histories as (

    select
        customer_id,
        count(*) - 1 as repeat_purchases,
        date_diff('day', min(purchased_on), max(purchased_on)) as first_to_last_days,
        date_diff('day', min(purchased_on), :as_of) as tenure_days
    from purchase_days
    where purchased_on < :as_of
    group by customer_id

)

select
    repeat_purchases,
    first_to_last_days,
    tenure_days,
    count(*) as customers
from histories
group by repeat_purchases, first_to_last_days, tenure_days
order by repeat_purchases, first_to_last_days, tenure_days;

-- buyers_by_days_since_last: one row a number of days from the last purchase day to
-- as_of, with the customers who have it and those of them with a purchase day on or
-- after as_of and before until. Customers without a purchase before as_of are left out.
-- The fits of the base rate and of the Bernoulli model need no more than this.
with

histories as (

    select
        customer_id,
        date_diff(
            'day',
            max(case when purchased_on < :as_of then purchased_on end),
            :as_of
        ) as days_since_last,
        max(case when purchased_on >= :as_of then 1 else 0 end) as label
    from purchase_days
    where purchased_on < :until
    group by customer_id
    having min(purchased_on) < :as_of

)

select
    days_since_last,
    count(*) as customers,
    cast(sum(label) as bigint) as buyers
from histories
group by days_since_last
order by days_since_last;

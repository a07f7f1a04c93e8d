-- days_since_last: one row a customer with a purchase before as_of, and the days from
-- the last purchase day before it. What the report shows beside the Bernoulli model's
-- curve needs no other feature.
select
    customer_id,
    date_diff('day', max(purchased_on), :as_of) as days_since_last
from purchase_days
where purchased_on < :as_of
group by customer_id
order by customer_id;

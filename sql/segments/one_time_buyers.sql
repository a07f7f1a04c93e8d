-- one_time_buyers: customers with exactly one purchase day before as_of.
select customer_id
from purchase_days
where purchased_on < :as_of
group by customer_id
having count(*) = 1;

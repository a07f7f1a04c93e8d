-- new_customers: one row a customer whose first purchase is at most 90 days before
-- as_of. Who came last is first.
select customer_id
from purchase_days
where purchased_on < :as_of
group by customer_id
having date_diff('day', min(purchased_on), :as_of) <= 90
order by min(purchased_on) desc, customer_id asc;

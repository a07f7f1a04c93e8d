-- repeat_buyers: customers with two purchase days or more before as_of.
select customer_id
from purchase_days
where purchased_on < :as_of
group by customer_id
having count(*) >= 2;

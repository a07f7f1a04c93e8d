-- known_customers: one row, how many customers had bought before as_of.
select count(distinct customer_id) as customers
from purchases
where purchased_on < :as_of;

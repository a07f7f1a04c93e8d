-- labels: one row a customer with a purchase before as_of; 1 if there is a purchase
-- day in as_of <= day < until, else 0. Whether the data reach until is for the
-- caller to ask: a horizon that is not wholly inside the data has no label.
select
    customer_id,
    max(
        case when purchased_on >= :as_of and purchased_on < :until then 1 else 0 end
    ) as label
from purchase_days
group by customer_id
having min(purchased_on) < :as_of
order by customer_id;

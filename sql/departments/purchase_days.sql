-- purchase_days: one row a customer and day with at least one purchase from the
-- department, with the columns of the view that it stands in for.
select
    customer_id,
    purchased_on,
    count(*) as orders
from purchases
group by customer_id, purchased_on;

-- purchase_days: one row a customer and day with at least one purchase.
-- All purchase models count these: two orders on a day are one purchase.
create view purchase_days as

select
    customer_id,
    purchased_on,
    count(*) as orders
from purchases
group by customer_id, purchased_on;

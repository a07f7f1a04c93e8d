-- customer_orders: one row an order of one customer before as_of, the newest first,
-- also the ones that do not count as a purchase. all_orders is how many there are,
-- whatever the limit is.
select
    id as order_id,
    ordered_on,
    status,
    currency,
    net_amount,
    counts_as_purchase,
    counts_reason,
    count(*) over () as all_orders
from orders
where customer_id = :customer_id and ordered_on < :as_of
order by ordered_on desc, order_id desc
limit :row_limit;

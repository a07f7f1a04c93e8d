-- orders: one row a basket. A basket that was not paid for counts as a purchase if
-- goods left the shop (coupons paid for them), else not. The day is the day as the
-- source writes it: it names no time zone.
select
    baskets.order_id as id,
    customer_keys.customer_id,
    baskets.ordered_at,
    cast(baskets.ordered_at as date) as ordered_on,
    'USD' as currency,
    baskets.net_amount,
    'completed' as status,
    baskets.net_amount > 0 or baskets.quantity > 0 as counts_as_purchase,
    case
        when baskets.net_amount > 0 then 'paid'
        when baskets.quantity > 0 then 'goods free of charge'
        else 'nothing bought'
    end as counts_reason,
    'complete-journey' as source_system,
    cast(baskets.basket_id as varchar) as source_id
from baskets
inner join customer_keys on baskets.household_id = customer_keys.household_id
order by baskets.order_id;

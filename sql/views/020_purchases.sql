-- purchases: one row an order that counts as a purchase.
-- Refunded and cancelled orders are left out: they say nothing about coming back.
create view purchases as

select
    id as order_id,
    customer_id,
    ordered_on as purchased_on,
    currency,
    cast(net_amount * 100 as bigint) as amount_cents
from orders
where counts_as_purchase;

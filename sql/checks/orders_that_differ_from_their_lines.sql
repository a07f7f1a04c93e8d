-- Where an order has lines and all their amounts are known, they add up to it.
select
    orders.id,
    orders.net_amount,
    sum(order_lines.net_amount) as lines_amount
from orders
inner join order_lines on orders.id = order_lines.order_id
group by orders.id, orders.net_amount
having
    count(*) = count(order_lines.net_amount)
    and sum(order_lines.net_amount) <> orders.net_amount;

-- purchases: one row an order that counts as a purchase and has a line of the
-- department, with the columns of the view that it stands in for. The amount is that of
-- these lines, in the order's currency; it is missing if one of them has none: missing
-- is not zero. Left out are orders whose lines of the department add up to less than 0:
-- goods were given back. Lines of products that the list lacks are in no department.
select
    orders.id as order_id,
    orders.customer_id,
    orders.ordered_on as purchased_on,
    orders.currency,
    case
        when
            orders.currency is not null and count(*) = count(order_lines.net_amount)
            then cast(sum(order_lines.net_amount) * 100 as bigint)
    end as amount_cents
from orders
inner join order_lines on orders.id = order_lines.order_id
inner join products on order_lines.product_id = products.id
where
    orders.counts_as_purchase
    and products.department = :department
group by orders.id, orders.customer_id, orders.ordered_on, orders.currency
having coalesce(sum(order_lines.net_amount), 0) >= 0;

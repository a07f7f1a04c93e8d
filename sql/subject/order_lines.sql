-- order_lines: one row a product in an order of a person.
select
    order_lines.order_id,
    order_lines.line_number,
    products.name as product,
    products.department,
    order_lines.quantity,
    order_lines.net_amount,
    order_lines.discount_amount
from order_lines
inner join orders on order_lines.order_id = orders.id
left join products on order_lines.product_id = products.id
where orders.customer_id = :customer_id
order by order_lines.order_id, order_lines.line_number;

-- Every order_id in order_lines is the id of a order.
select
    order_lines.order_id,
    order_lines.line_number
from order_lines
left join orders on order_lines.order_id = orders.id
where orders.id is null;

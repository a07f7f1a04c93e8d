-- Every product_id in order_lines is the id of a product. A missing one is allowed.
select
    order_lines.order_id,
    order_lines.line_number,
    order_lines.product_id
from order_lines
left join products on order_lines.product_id = products.id
where order_lines.product_id is not null and products.id is null;

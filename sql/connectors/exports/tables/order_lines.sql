-- order_lines: one row a line of an order that is kept.
select
    order_id,
    line_number,
    product_id,
    source_product_id,
    quantity,
    net_amount,
    discount_amount
from line_rows
where fate = 'kept'
order by order_id, line_number;

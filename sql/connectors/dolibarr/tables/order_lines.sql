-- order_lines: one row a line of a document that is an order of ours.
select
    line_fates.order_id,
    cast(line_fates.line_number as integer) as line_number,
    product_fates.product_id,
    case
        when product_fates.product_id is null then line_fates.source_product_id
    end as source_product_id,
    line_fates.quantity,
    cast(line_fates.net_amount as decimal(18, 2)) as net_amount
from line_fates
left join
    product_fates
    on
        line_fates.source_product_id = product_fates.source_id
        and product_fates.fate = 'kept'
where line_fates.fate = 'kept'
order by line_fates.order_id, line_number;

-- found_lines: one row a line of an order.
create or replace temp table found_lines as

with

latest_orders as (

    select
        source_id,
        max(row_order) as row_order
    from found_orders
    group by source_id

)

select
    'order_lines' as source_table,
    source_order_lines.line_number as row_order,
    latest_orders.row_order as order_row,
    source_order_lines.product as product_id,
    read_quantity(source_order_lines.quantity, :decimal_mark) as quantity,
    read_amount(source_order_lines.amount, :decimal_mark) as net_amount,
    cast(null as decimal(18, 2)) as discount_amount,
    'kept' as fate,
    case
        when
            source_order_lines.amount is not null
            and read_amount(source_order_lines.amount, :decimal_mark) is null
            then ['amount_unreadable']
        else []
    end as notes
from source_order_lines
left join latest_orders on source_order_lines.order_id = latest_orders.source_id;

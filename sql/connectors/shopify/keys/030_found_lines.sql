-- found_lines: one row a line of an order. What was paid for the order is shared out
-- over its goods by their prices, so that lines add up to their order; gift cards are
-- money, so they have no share, and neither have tips. Where goods have no price, what
-- was paid for each is unknown.
create or replace temp table found_lines as

with

goods as (

    select
        order_parts.*,
        found_orders.net_amount as order_amount,
        case
            when order_parts.is_gift or order_parts.is_tip then 0
            else order_parts.price
        end as share,
        coalesce(order_parts.lineitem_sku, order_parts.lineitem_name) as product_id
    from order_parts
    left join found_orders on order_parts.order_row = found_orders.row_order

),

shares as (

    select
        *,
        cast(order_amount as double) as amount,
        cast(
            sum(share) over (
                partition by order_row order by line_number
                rows between unbounded preceding and current row
            ) as double
        ) as shares_so_far,
        cast(sum(share) over (partition by order_row) as double) as all_shares
    from goods

)

select
    'orders' as source_table,
    line_number as row_order,
    order_row,
    product_id,
    read_quantity(lineitem_quantity, :decimal_mark) as quantity,
    case
        when all_shares > 0
            then
                try_cast(
                    round(amount * shares_so_far / all_shares, 2)
                    as decimal(18, 2)
                )
                - try_cast(
                    round(amount * (shares_so_far - share) / all_shares, 2)
                    as decimal(18, 2)
                )
    end as net_amount,
    read_amount(lineitem_discount, :decimal_mark) as discount_amount,
    case
        when is_removed then 'taken_out' when is_tip then 'no_goods' else 'kept'
    end as fate,
    case when is_gift then ['gift_card'] else [] end as notes
from shares;

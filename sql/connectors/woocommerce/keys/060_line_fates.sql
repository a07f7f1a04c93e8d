-- line_fates: one row a product or a fee in an order. If lines add up to their order
-- but for half a cent each, the first takes the difference; if they do not, the amount
-- of the order counts, and those of its lines are missing.
create or replace temp table line_fates as

with

meta as (

    select
        order_item_id,
        max(case when meta_key = '_product_id' then meta_value end) as product_id,
        max(case when meta_key = '_qty' then meta_value end) as quantity,
        max(case when meta_key = '_line_total' then meta_value end) as line_total
    from source_woocommerce_order_itemmeta
    group by order_item_id

),

lines as (

    select
        order_fates.order_id,
        order_fates.net_amount as order_amount,
        cast(items.order_item_id as bigint) as item_id,
        nullif(meta.product_id, '0') as source_product_id,
        cast(try_cast(meta.quantity as decimal(18, 4)) as decimal(18, 3)) as quantity,
        cast(
            round(try_cast(meta.line_total as decimal(18, 6)), 2) as decimal(18, 2)
        ) as line_amount,
        case when order_fates.fate = 'kept' then 'kept' else 'orphan' end as fate
    from source_woocommerce_order_items as items
    left join order_fates on items.order_id = order_fates.source_id
    left join meta on items.order_item_id = meta.order_item_id

),

sums as (

    select
        order_id,
        max(order_amount) - sum(line_amount) as missing_amount,
        count(*) as every_line,
        count(line_amount) as known_amounts
    from lines
    where fate = 'kept'
    group by order_id

),

numbered as (

    select
        lines.*,
        row_number() over (
            partition by lines.fate, lines.order_id
            order by lines.item_id
        ) as line_number
    from lines

)

select
    numbered.order_id,
    numbered.line_number,
    numbered.source_product_id,
    numbered.quantity,
    numbered.line_amount,
    numbered.fate,
    case
        when
            sums.missing_amount is null or sums.known_amounts < sums.every_line
            then numbered.line_amount
        when abs(sums.missing_amount) <= (sums.every_line + 1) * 0.005
            then
                numbered.line_amount
                + case when numbered.line_number = 1 then sums.missing_amount else 0 end
    end as net_amount
from numbered
left join sums on numbered.order_id = sums.order_id;

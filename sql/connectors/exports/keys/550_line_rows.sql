-- line_rows: one row an order line that was found, with its order and its fate. Where
-- the lines of an order do not add up to it, what was paid for each is unknown.
create or replace temp table line_rows as

with

judged as (

    select
        found_lines.*,
        order_rows.order_id,
        order_rows.net_amount as order_amount,
        product_keys.product_id as product_key,
        case
            when found_lines.fate <> 'kept' then found_lines.fate
            when order_rows.fate = 'duplicate_row' then 'duplicate_row'
            when order_rows.order_id is null then 'orphan'
            else 'kept'
        end as final_fate
    from found_lines
    left join order_rows on found_lines.order_row = order_rows.row_order
    left join product_keys on found_lines.product_id = product_keys.source_id

),

added as (

    select
        *,
        count(case when net_amount is null then 1 end) over (
            partition by order_id, final_fate
        ) > 0
        or coalesce(
            sum(net_amount) over (partition by order_id, final_fate) <> order_amount,
            true
        ) as differ_from_order
    from judged

)

select
    source_table,
    order_id,
    cast(
        row_number() over (partition by order_id, final_fate order by row_order)
        as integer
    ) as line_number,
    product_key as product_id,
    case when product_key is null then product_id end as source_product_id,
    quantity,
    case when not differ_from_order then net_amount end as net_amount,
    discount_amount,
    final_fate as fate,
    notes || case
        when differ_from_order and net_amount is not null
            then ['amounts_differ_from_order']
        else []
    end as notes
from added;

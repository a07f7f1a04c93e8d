-- line_fates: one row a line of a sales order; sections and notes are no products. If
-- lines add up to their order but for half a cent each, the first takes the
-- difference; if they do not, the amount of the order counts, and theirs are missing.
create or replace temp table line_fates as

with

lines as (

    select
        order_fates.order_id,
        order_fates.net_amount as order_amount,
        try_cast(lines.sequence as integer) as written_number,
        cast(lines.id as bigint) as line_id,
        nullif(lines.product_id, '') as source_product_id,
        cast(try_cast(lines.product_uom_qty as decimal(18, 4)) as decimal(18, 3))
            as quantity,
        cast(
            round(try_cast(lines.price_subtotal as decimal(18, 6)), 2)
            as decimal(18, 2)
        ) as line_amount,
        case
            when nullif(lines.display_type, '') is not null then 'section_or_note'
            when order_fates.fate = 'kept' then 'kept'
            else 'orphan'
        end as fate
    from source_sale_order_line as lines
    left join order_fates on lines.order_id = order_fates.source_id

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
            order by lines.written_number nulls last, lines.line_id
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

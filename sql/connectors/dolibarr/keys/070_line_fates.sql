-- line_fates: one row a line of a document. If lines add up to their document but for
-- half a cent each, the first takes the difference; if they do not, the amount of the
-- document counts, and theirs are missing.
create or replace temp table line_fates as

with

lines as (

    select
        document_lines.source_table,
        document_lines.line_id,
        document_lines.written_number,
        document_lines.source_product_id,
        document_lines.quantity,
        order_fates.order_id,
        order_fates.net_amount as order_amount,
        try_cast(round(document_lines.amount, 2) as decimal(18, 2)) as line_amount,
        case
            when document_lines.is_heading then 'section_or_note'
            when order_fates.fate is null or order_fates.fate <> 'kept' then 'orphan'
            when document_lines.is_no_goods then 'no_goods'
            else 'kept'
        end as fate
    from document_lines
    left join order_fates on document_lines.document_id = order_fates.source_id

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
    numbered.source_table,
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

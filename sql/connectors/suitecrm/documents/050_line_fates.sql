-- line_fates: one row a product in an invoice, and what it cost. If lines add up to the
-- invoice but for half a cent each, the first takes the difference; if they do not, the
-- amount of the invoice counts, and those of its lines are missing.
create or replace temp table line_fates as

with

sums as (

    select
        order_id,
        max(order_amount) - sum(base_amount) as missing_amount,
        count(*) as every_line,
        count(base_amount) as known_amounts
    from invoice_lines
    where fate = 'kept'
    group by order_id

),

numbered as (

    select
        invoice_lines.*,
        row_number() over (
            partition by invoice_lines.fate, invoice_lines.order_id
            order by invoice_lines.written_number nulls last, invoice_lines.line_id
        ) as line_number
    from invoice_lines

)

select
    numbered.document,
    numbered.order_id,
    numbered.line_number,
    numbered.source_product_id,
    numbered.quantity,
    numbered.base_amount,
    numbered.fate,
    case
        when
            sums.missing_amount is null or sums.known_amounts < sums.every_line
            then numbered.base_amount
        when abs(sums.missing_amount) <= (sums.every_line + 1) * 0.005
            then
                numbered.base_amount
                + case when numbered.line_number = 1 then sums.missing_amount else 0 end
    end as net_amount
from numbered
left join sums on numbered.order_id = sums.order_id;

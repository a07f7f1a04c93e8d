-- document_lines: one row a line of an invoice, or of a customer's order, whichever
-- orders are. Titles and subtotals are lines of a kind of their own; shipping, levies
-- and options have a special code. A line of a situation invoice (type 5) says what was
-- reached so far, so it is less by the line before it, as its invoice is; not in the
-- second mode, in which each line says its own part. Pieces of a credit note came back.
create or replace temp table document_lines as

with

modes as (

    select
        invoices.rowid as document_id,
        invoices.type = '2' as is_credit_note,
        invoices.type = '5'
        and coalesce(own.situation_mode, everybody.situation_mode, '1') <> '2'
            as is_cumulative
    from source_facture as invoices
    left join company_settings as own on coalesce(invoices.entity, '1') = own.entity
    left join company_settings as everybody on everybody.entity = '0'

),

invoice_lines as (

    select
        lines.*,
        coalesce(modes.is_credit_note, false) as is_credit_note,
        try_cast(lines.total_ht as decimal(28, 8))
        - case
            when coalesce(modes.is_cumulative, false)
                then coalesce(try_cast(earlier.total_ht as decimal(28, 8)), 0)
            else 0
        end as amount,
        try_cast(try_cast(lines.qty as decimal(18, 4)) as decimal(18, 3)) as pieces
    from source_facturedet as lines
    left join modes on lines.fk_facture = modes.document_id
    left join source_facturedet as earlier on lines.fk_prev_id = earlier.rowid

)

select
    'facture' as source_table,
    lines.fk_facture as document_id,
    cast(lines.rowid as bigint) as line_id,
    try_cast(lines.rang as integer) as written_number,
    nullif(nullif(lines.fk_product, ''), '0') as source_product_id,
    case
        when lines.is_credit_note and lines.amount < 0 then -abs(lines.pieces)
        else lines.pieces
    end as quantity,
    lines.amount,
    coalesce(lines.product_type, '0') = '9' as is_heading,
    coalesce(lines.special_code, '0') in ('1', '2', '3') as is_no_goods
from invoice_lines as lines
cross join choice
where choice.orders_from = 'invoices'
union all
select
    'commande' as source_table,
    lines.fk_commande as document_id,
    cast(lines.rowid as bigint) as line_id,
    try_cast(lines.rang as integer) as written_number,
    nullif(nullif(lines.fk_product, ''), '0') as source_product_id,
    try_cast(try_cast(lines.qty as decimal(18, 4)) as decimal(18, 3)) as quantity,
    try_cast(lines.total_ht as decimal(28, 8)) as amount,
    coalesce(lines.product_type, '0') = '9' as is_heading,
    coalesce(lines.special_code, '0') in ('1', '2', '3') as is_no_goods
from source_commandedet as lines
cross join choice
where choice.orders_from = 'orders';

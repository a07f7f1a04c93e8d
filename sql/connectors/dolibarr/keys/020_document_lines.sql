-- document_lines: one row a line of an invoice, or of a customer's order, whichever
-- orders are. Titles and subtotals are lines of a kind of their own; shipping, levies
-- and options have a special code.
create or replace temp table document_lines as

select
    'facture' as source_table,
    lines.fk_facture as document_id,
    cast(lines.rowid as bigint) as line_id,
    try_cast(lines.rang as integer) as written_number,
    nullif(nullif(lines.fk_product, ''), '0') as source_product_id,
    try_cast(try_cast(lines.qty as decimal(18, 4)) as decimal(18, 3)) as quantity,
    try_cast(lines.total_ht as decimal(18, 8)) as amount,
    coalesce(lines.product_type, '0') = '9' as is_heading,
    coalesce(lines.special_code, '0') in ('1', '2', '3') as is_no_goods
from source_facturedet as lines
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
    try_cast(lines.total_ht as decimal(18, 8)) as amount,
    coalesce(lines.product_type, '0') = '9' as is_heading,
    coalesce(lines.special_code, '0') in ('1', '2', '3') as is_no_goods
from source_commandedet as lines
cross join choice
where choice.orders_from = 'orders';

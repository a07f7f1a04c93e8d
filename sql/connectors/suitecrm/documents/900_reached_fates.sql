-- reached_fates: one row an order or line that was mapped, the document it belongs to,
-- where it is from and what became of it.
create or replace temp view reached_fates as

select
    source_id as document,
    'orders' as table_name,
    source_table,
    fate
from order_fates
union all
select
    document,
    'order_lines' as table_name,
    'aos_products_quotes' as source_table,
    fate
from line_fates;

-- fates: one row a row of a table of ours; where it is from and what became of it.
create or replace temp view fates as

select
    'customers' as table_name,
    'societe' as source_table,
    fate
from customer_fates
union all
select
    'orders' as table_name,
    source_table,
    fate
from order_fates
union all
select
    'order_lines' as table_name,
    source_table || 'det' as source_table,
    fate
from line_fates
union all
select
    'products' as table_name,
    'product' as source_table,
    fate
from product_fates
union all
select
    'communications' as table_name,
    'actioncomm' as source_table,
    fate
from communication_fates
union all
select
    'consents' as table_name,
    source_table,
    fate
from consent_fates;

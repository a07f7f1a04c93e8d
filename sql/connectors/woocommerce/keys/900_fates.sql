-- fates: one row a row of a table of ours; where it is from and what became of it.
create or replace temp view fates as

select
    'customers' as table_name,
    'orders' as source_table,
    'kept' as fate
from customer_keys
union all
select
    'orders' as table_name,
    source_table,
    fate
from order_fates
union all
select
    'order_lines' as table_name,
    'woocommerce_order_items' as source_table,
    fate
from line_fates
union all
select
    'products' as table_name,
    'posts' as source_table,
    fate
from product_fates;

-- fates: one row a row of a table of ours; where it is from and what became of it.
create or replace temp view fates as

select
    'customers' as table_name,
    'res_partner' as source_table,
    fate
from customer_fates
union all
select
    'orders' as table_name,
    'sale_order' as source_table,
    fate
from order_fates
union all
select
    'order_lines' as table_name,
    'sale_order_line' as source_table,
    fate
from line_fates
union all
select
    'products' as table_name,
    'product_product' as source_table,
    fate
from product_fates
union all
select
    'consents' as table_name,
    'mail_blacklist' as source_table,
    fate
from consent_fates;

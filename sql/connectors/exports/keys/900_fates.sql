-- fates: one row a row of a table of ours, or of links, which are none of ours; where
-- it is from and what became of it.
create or replace temp view fates as

select
    'customers' as table_name,
    source_table,
    fate
from customer_rows
union all
select
    'orders' as table_name,
    source_table,
    fate
from order_rows
union all
select
    'order_lines' as table_name,
    source_table,
    fate
from line_rows
union all
select
    'consents' as table_name,
    source_table,
    fate
from consent_rows
union all
select
    'communications' as table_name,
    source_table,
    fate
from communication_rows
union all
select
    'campaigns' as table_name,
    source_table,
    fate
from campaign_rows
union all
select
    'campaign_touches' as table_name,
    source_table,
    fate
from touch_rows
union all
select
    'products' as table_name,
    'order lines' as source_table,
    'kept' as fate
from product_keys
union all
select
    source_table as table_name,
    source_table,
    fate
from found_links;

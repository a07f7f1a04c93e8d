-- table_counts: one row a table, with its number of rows.
select
    'customers' as table_name,
    count(*) as table_rows
from customers
union all
select
    'demographics' as table_name,
    count(*) as table_rows
from demographics
union all
select
    'products' as table_name,
    count(*) as table_rows
from products
union all
select
    'orders' as table_name,
    count(*) as table_rows
from orders
union all
select
    'order_lines' as table_name,
    count(*) as table_rows
from order_lines
union all
select
    'campaigns' as table_name,
    count(*) as table_rows
from campaigns
union all
select
    'campaign_touches' as table_name,
    count(*) as table_rows
from campaign_touches
union all
select
    'campaign_responses' as table_name,
    count(*) as table_rows
from campaign_responses
union all
select
    'communications' as table_name,
    count(*) as table_rows
from communications
union all
select
    'consents' as table_name,
    count(*) as table_rows
from consents
union all
select
    'scoring_runs' as table_name,
    count(*) as table_rows
from scoring_runs
union all
select
    'scores' as table_name,
    count(*) as table_rows
from scores
union all
select
    'data_loads' as table_name,
    count(*) as table_rows
from data_loads
union all
select
    'load_audit' as table_name,
    count(*) as table_rows
from load_audit
union all
select
    'tombstones' as table_name,
    count(*) as table_rows
from tombstones
union all
select
    'contact_exports' as table_name,
    count(*) as table_rows
from contact_exports
union all
select
    'contact_list_members' as table_name,
    count(*) as table_rows
from contact_list_members;

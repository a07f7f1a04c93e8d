-- fates: one row a row of a table of ours, or of links, which are none of ours; where
-- it is from and what became of it.
create or replace temp view fates as

select
    'customers' as table_name,
    source_table,
    fate
from customer_fates
union all
select
    table_name,
    source_table,
    fate
from document_fates
union all
select
    'products' as table_name,
    'aos_products' as source_table,
    fate
from product_fates
union all
select
    'communications' as table_name,
    source_table,
    fate
from communication_fates
union all
select
    'campaigns' as table_name,
    'campaigns' as source_table,
    fate
from campaign_fates
union all
select
    case
        when is_response then 'campaign_responses' else 'campaign_touches'
    end as table_name,
    'campaign_log' as source_table,
    fate
from campaign_log_fates
union all
select
    'consents' as table_name,
    source_table,
    fate
from consent_fates
union all
select
    'accounts_contacts' as table_name,
    'accounts_contacts' as source_table,
    fate
from memberships
union all
select
    'email_addr_bean_rel' as table_name,
    'email_addr_bean_rel' as source_table,
    fate
from email_links;

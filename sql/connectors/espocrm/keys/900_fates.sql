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
    'orders' as table_name,
    'opportunity' as source_table,
    fate
from order_fates
union all
select
    'communications' as table_name,
    source_table,
    fate
from communication_fates
union all
select
    'campaigns' as table_name,
    'campaign' as source_table,
    fate
from campaign_fates
union all
select
    case
        when is_response then 'campaign_responses' else 'campaign_touches'
    end as table_name,
    'campaign_log_record' as source_table,
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
    'account_contact' as table_name,
    'account_contact' as source_table,
    fate
from memberships
union all
select
    source_table as table_name,
    source_table,
    fate
from address_links;

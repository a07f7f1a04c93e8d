-- campaigns: one row a campaign. None had a control group.
select
    cast(campaign_id as integer) as id,
    'Campaign ' || campaign_id as name,
    campaign_type as kind,
    cast(start_date as date) as starts_on,
    cast(end_date as date) as ends_on,
    false as has_control_group,
    'complete-journey' as source_system,
    cast(campaign_id as varchar) as source_id
from source_campaign_descriptions
order by campaign_id;

-- campaign_touches: one row a household that got a campaign. The source has no day for
-- it: the campaign's first day is taken.
select
    cast(source_campaigns.campaign_id as integer) as campaign_id,
    customer_keys.customer_id,
    cast(source_campaign_descriptions.start_date as date) as touched_on,
    'post' as channel,
    false as in_control_group
from source_campaigns
inner join customer_keys on source_campaigns.household_id = customer_keys.household_id
inner join
    source_campaign_descriptions
    on source_campaigns.campaign_id = source_campaign_descriptions.campaign_id
order by source_campaigns.campaign_id, customer_keys.customer_id;

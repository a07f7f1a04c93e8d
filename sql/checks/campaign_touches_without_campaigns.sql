-- Every campaign_id in campaign_touches is the id of a campaign.
select
    campaign_touches.campaign_id,
    campaign_touches.customer_id
from campaign_touches
left join campaigns on campaign_touches.campaign_id = campaigns.id
where campaigns.id is null;

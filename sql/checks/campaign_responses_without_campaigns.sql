-- Every campaign_id in campaign_responses is the id of a campaign.
select
    campaign_responses.id,
    campaign_responses.campaign_id
from campaign_responses
left join campaigns on campaign_responses.campaign_id = campaigns.id
where campaigns.id is null;

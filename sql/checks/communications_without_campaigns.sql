-- Every campaign_id in communications is the id of a campaign.
-- A missing one is allowed.
select
    communications.id,
    communications.campaign_id
from communications
left join campaigns on communications.campaign_id = campaigns.id
where communications.campaign_id is not null and campaigns.id is null;

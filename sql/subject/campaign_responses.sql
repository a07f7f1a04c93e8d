-- campaign_responses: one row a response of a person to a campaign.
select
    id,
    campaign_id,
    kind,
    responded_on,
    source_id
from campaign_responses
where customer_id = :customer_id
order by id;

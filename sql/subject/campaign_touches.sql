-- campaign_touches: one row a campaign that reached a person.
select
    campaign_id,
    touched_on,
    channel,
    in_control_group
from campaign_touches
where customer_id = :customer_id
order by campaign_id;

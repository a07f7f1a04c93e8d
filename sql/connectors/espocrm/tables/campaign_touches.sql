-- campaign_touches: one row a customer that a campaign reached, the first time.
select
    campaign_id,
    customer_id,
    happened_on as touched_on,
    channel,
    false as in_control_group
from campaign_log_fates
where fate = 'kept' and not is_response
order by campaign_id, customer_id;

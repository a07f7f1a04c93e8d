-- campaign_responses: one row a thing that a customer did on a campaign.
select
    cast(row_number() over (order by happened_on, source_id) as integer) as id,
    campaign_id,
    customer_id,
    case activity
        when 'clicked' then 'link_opened'
        else left(replace(activity, ' ', '_'), 32)
    end as kind,
    happened_on as responded_on,
    source_id
from campaign_log_fates
where fate = 'kept' and is_response
order by id;

-- campaign_responses: one row a customer who answered a campaign.
select
    cast(row_number() over (order by row_order) as integer) as id,
    campaign_id,
    customer_id,
    response as kind,
    responded_on,
    source_id
from touch_rows
where
    fate in ('kept', 'duplicate_link')
    and response is not null
    and responded_on is not null
order by row_order;

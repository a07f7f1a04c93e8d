-- communications: one row a contact with a person.
select
    id,
    channel,
    direction,
    occurred_at,
    outcome,
    campaign_id,
    source_system,
    source_id
from communications
where customer_id = :customer_id
order by id;

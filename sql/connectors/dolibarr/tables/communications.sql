-- communications: one row an event that was a contact with a customer.
select
    cast(row_number() over (order by occurred_at, source_id) as integer) as id,
    customer_id,
    channel,
    direction,
    occurred_at,
    'held' as outcome,
    cast(:source_system as varchar) as source_system,
    source_id
from communication_fates
where fate = 'kept'
order by id;

-- communications: one row a contact that is kept.
select
    cast(row_number() over (order by source_id) as integer) as id,
    customer_id,
    channel,
    direction,
    occurred_at,
    left(outcome, 64) as outcome,
    cast(:source_system as varchar) as source_system,
    source_id
from communication_rows
where fate = 'kept'
order by source_id;

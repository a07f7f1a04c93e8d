-- communications: one row a call, meeting or email that took place, and customer.
select
    cast(
        row_number() over (
            order by occurred_at, source_table, event_id, keeper_id
        ) as integer
    ) as id,
    customer_id,
    channel,
    direction,
    occurred_at,
    left(outcome, 64) as outcome,
    cast(:source_system as varchar) as source_system,
    source_table || ':' || event_id || ':' || keeper_id as source_id
from communication_fates
where fate = 'kept'
order by id;

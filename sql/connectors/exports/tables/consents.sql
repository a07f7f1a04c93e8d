-- consents: one row a piece of evidence.
select
    cast(row_number() over (order by row_order) as integer) as id,
    customer_id,
    channel,
    state,
    evidence_at,
    evidence
from consent_rows
where fate = 'kept'
order by row_order;

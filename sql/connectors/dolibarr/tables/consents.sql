-- consents: one row a piece of evidence. Dolibarr keeps what was denied alone.
select
    cast(
        row_number() over (order by evidence_at, customer_id, evidence, source_id)
        as integer
    ) as id,
    customer_id,
    'email' as channel,
    'denied' as state,
    evidence_at,
    evidence
from consent_fates
where fate = 'kept'
order by id;

-- consents: one row a piece of evidence.
select
    cast(
        row_number() over (
            order by evidence_at, customer_id, channel, state, evidence, source_id
        ) as integer
    ) as id,
    customer_id,
    channel,
    state,
    evidence_at,
    evidence
from consent_fates
where fate = 'kept'
order by id;

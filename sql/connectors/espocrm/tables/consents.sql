-- consents: one row a piece of evidence. EspoCRM keeps what was denied alone.
select
    cast(
        row_number() over (
            order by evidence_at, customer_id, channel, evidence, source_id
        ) as integer
    ) as id,
    customer_id,
    channel,
    'denied' as state,
    evidence_at,
    evidence
from consent_fates
where fate = 'kept'
order by id;

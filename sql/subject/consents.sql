-- consents: one row a piece of evidence on a person's consent.
select
    id,
    channel,
    state,
    evidence_at,
    evidence
from consents
where customer_id = :customer_id
order by id;

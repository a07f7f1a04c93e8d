-- consents: one row an address on the blacklist and customer.
select
    cast(row_number() over (order by evidence_at, customer_id, source_id) as integer)
        as id,
    customer_id,
    'email' as channel,
    'denied' as state,
    evidence_at,
    'mail_blacklist' as evidence
from consent_fates
where fate = 'kept'
order by id;

-- consent_fates: one row a piece of evidence against emails: a person of a customer who
-- wants none, or an address that left the mailings and a customer who has it, or one
-- that nobody has.
create or replace temp table consent_fates as

with

addresses as (

    select
        source_id as party_id,
        lower(email) as same_email
    from customer_fates
    where email is not null
    union
    select
        fk_soc as party_id,
        lower(trim(email)) as same_email
    from source_socpeople
    where nullif(trim(email), '') is not null

),

evidence as (

    select
        'socpeople' as source_table,
        rowid as source_id,
        fk_soc as party_id,
        try_cast(tms as timestamp) as evidence_at,
        'socpeople.no_email' as evidence
    from source_socpeople
    where coalesce(no_email, '0') not in ('', '0')
    union all
    select
        'mailing_unsubscribe' as source_table,
        unsubscribed.rowid as source_id,
        addresses.party_id,
        try_cast(unsubscribed.date_creat as timestamp)
        at time zone :time_zone at time zone 'UTC' as evidence_at,
        'mailing_unsubscribe' as evidence
    from source_mailing_unsubscribe as unsubscribed
    left join addresses on lower(trim(unsubscribed.email)) = addresses.same_email

)

select
    evidence.source_table,
    evidence.source_id,
    evidence.evidence,
    coalesce(evidence.evidence_at, timestamp '1970-01-01 00:00:00') as evidence_at,
    evidence.evidence_at is null as has_no_moment,
    customer_keys.customer_id,
    case when customer_keys.customer_id is null then 'orphan' else 'kept' end as fate
from evidence
left join customer_keys on evidence.party_id = customer_keys.source_id;

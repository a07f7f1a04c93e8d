-- consent_fates: one row an address on the blacklist and customer who has it, or one
-- that nobody has. An entry that was taken back is no evidence. What partners have for
-- an email may be "Name <address>"; Odoo keeps the bare address beside it.
create or replace temp table consent_fates as

with

addresses as (

    select
        source_id,
        lower(email) as address
    from customer_fates
    union
    select
        source_id,
        lower(plain_email) as address
    from customer_fates

)

select
    blacklist.id as source_id,
    customer_keys.customer_id,
    coalesce(
        try_cast(blacklist.write_date as timestamp),
        try_cast(blacklist.create_date as timestamp),
        timestamp '1970-01-01 00:00:00'
    ) as evidence_at,
    case
        when coalesce(blacklist.active, 'true') = 'false' then 'deleted'
        when customer_keys.customer_id is null then 'orphan'
        when
            row_number()
                over (
                    partition by blacklist.id, customer_keys.customer_id
                    order by addresses.source_id
                )
            > 1
            then 'duplicate_link'
        else 'kept'
    end as fate
from source_mail_blacklist as blacklist
left join addresses on lower(trim(blacklist.email)) = addresses.address
left join customer_keys on addresses.source_id = customer_keys.source_id;

-- communication_fates: one row an event, and whether it is a contact that took place:
-- one that is done (100 %), or of which nobody says how far it is (-1). Events that the
-- program notes of itself are none, but for emails.
create or replace temp table communication_fates as

with

events as (

    select
        events.id as source_id,
        coalesce(events.entity, '1') as entity,
        upper(coalesce(nullif(events.code, ''), kinds.code)) as code,
        events.percent,
        coalesce(nullif(nullif(events.fk_soc, ''), '0'), people.fk_soc) as party_id,
        try_cast(events.datep as timestamp) at time zone :time_zone at time zone 'UTC'
            as occurred_at
    from source_actioncomm as events
    left join source_c_actioncomm as kinds on events.fk_action = kinds.id
    left join source_socpeople as people on events.fk_contact = people.rowid

),

told as (

    select
        events.*,
        case
            when code = 'AC_TEL' then 'phone'
            when code = 'AC_FAX' then 'fax'
            when code in ('AC_RDV', 'AC_INT') then 'meeting'
            when
                starts_with(code, 'AC_EMAIL')
                or contains(code, 'SENTBYMAIL')
                or code in ('AC_PROP', 'AC_COM', 'AC_FAC', 'AC_SHIP')
                then 'email'
        end as channel,
        case
            when code in ('AC_EMAIL_IN', 'AC_EMAILIN_AUTO') then 'inbound'
            else 'outbound'
        end as direction
    from events

)

select
    told.source_id,
    told.channel,
    told.direction,
    told.occurred_at,
    customer_keys.customer_id,
    case
        when :entity <> '' and told.entity <> :entity then 'other_company'
        when told.channel is null then 'not_a_contact'
        when told.party_id is null then 'no_customer'
        when customer_keys.customer_id is null then 'orphan'
        when coalesce(told.percent, '0') not in ('-1', '100') then 'not_held'
        when told.occurred_at is null then 'unreadable_date'
        when cast(told.occurred_at as date) > :today then 'future_dated'
        else 'kept'
    end as fate
from told
left join customer_keys on told.party_id = customer_keys.source_id;

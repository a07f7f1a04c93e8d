-- communication_links: one row a link of a call, meeting or email to a contact (or
-- account): on its list, by an address of the email, or as the record it hangs on.
create or replace temp table communication_links as

select
    'call' as source_table,
    call_id as event_id,
    contact_id as party_id,
    cast(null as varchar) as direction,
    coalesce(deleted, '0') in ('1', 'true') as is_deleted
from source_call_contact
where :grain = 'contact'
union all
select
    'meeting' as source_table,
    meeting_id as event_id,
    contact_id as party_id,
    cast(null as varchar) as direction,
    coalesce(deleted, '0') in ('1', 'true') as is_deleted
from source_contact_meeting
where :grain = 'contact'
union all
select
    'email' as source_table,
    addresses.email_id as event_id,
    address_links.source_id as party_id,
    addresses.direction,
    addresses.is_deleted
from (
    select
        email_id,
        email_address_id,
        'outbound' as direction,
        coalesce(deleted, '0') in ('1', 'true') as is_deleted
    from source_email_email_address
    where address_type in ('to', 'cc', 'bcc')
    union all
    select
        id as email_id,
        from_email_address_id as email_address_id,
        'inbound' as direction,
        false as is_deleted
    from source_email
) as addresses
inner join
    address_links
    on
        addresses.email_address_id = address_links.address_id
        and address_links.channel = 'email'
        and address_links.fate = 'kept';

-- communication_fates: one row a call, meeting or email and person linked to it, or one
-- with nobody, and whether it is a contact that took place. Who is linked twice counts
-- once.
create or replace temp table communication_fates as

with

events as (

    select
        'call' as source_table,
        'phone' as channel,
        id as event_id,
        deleted,
        status,
        date_start as moment_text,
        case when direction = 'Inbound' then 'inbound' else 'outbound' end
            as direction,
        parent_type,
        parent_id,
        account_id,
        status = 'Held' as took_place
    from source_call
    union all
    select
        'meeting' as source_table,
        'meeting' as channel,
        id as event_id,
        deleted,
        status,
        coalesce(date_start, date_start_date) as moment_text,
        'outbound' as direction,
        parent_type,
        parent_id,
        account_id,
        status = 'Held' as took_place
    from source_meeting
    union all
    select
        'email' as source_table,
        'email' as channel,
        id as event_id,
        deleted,
        status,
        date_sent as moment_text,
        case when status = 'Sent' then 'outbound' else 'inbound' end as direction,
        parent_type,
        parent_id,
        account_id,
        status not in ('Draft', 'Sending', 'Failed') as took_place
    from source_email

),

links as (

    select *
    from communication_links
    union all
    select
        source_table,
        event_id,
        parent_id as party_id,
        cast(null as varchar) as direction,
        false as is_deleted
    from events
    where
        parent_type
        = case when :grain = 'contact' then 'Contact' else 'Account' end
    union all
    select
        source_table,
        event_id,
        account_id as party_id,
        cast(null as varchar) as direction,
        false as is_deleted
    from events
    where
        :grain = 'account'
        and nullif(account_id, '') is not null
        and coalesce(parent_type, '') <> 'Account'

),

met as (

    select
        coalesce(events.source_table, links.source_table) as source_table,
        coalesce(events.event_id, links.event_id) as event_id,
        events.channel,
        coalesce(links.direction, events.direction) as direction,
        links.direction is not null as is_direction_known,
        lower(events.status) as outcome,
        try_cast(events.moment_text as timestamp) as occurred_at,
        customer_keys.customer_id,
        customer_keys.keeper_id,
        case
            when
                coalesce(events.deleted, '0') in ('1', 'true')
                or links.is_deleted
                then 'deleted'
            when owners.fate = 'test_record' then 'test_record'
            when events.event_id is null or customer_keys.customer_id is null
                then 'orphan'
            when not coalesce(events.took_place, false) then 'not_held'
            when try_cast(events.moment_text as timestamp) is null
                then 'unreadable_date'
            when cast(try_cast(events.moment_text as timestamp) as date) > :today
                then 'future_dated'
            else 'kept'
        end as own_fate
    from events
    full outer join
        links
        on
            events.source_table = links.source_table
            and events.event_id = links.event_id
    left join customer_keys on links.party_id = customer_keys.source_id
    left join customer_fates as owners on links.party_id = owners.source_id

)

select
    met.*,
    case
        when
            own_fate = 'kept'
            and row_number()
                over (
                    partition by own_fate, source_table, event_id, customer_id
                    order by not is_direction_known, direction
                )
            > 1
            then 'duplicate_link'
        else own_fate
    end as fate
from met;

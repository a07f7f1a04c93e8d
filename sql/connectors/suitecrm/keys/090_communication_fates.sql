-- communication_fates: one row a call, meeting or email and person linked to it, or one
-- with nobody, and whether it is a contact that took place. What was planned and never
-- held is none, however long ago; an email is one when it was sent or came in. A person
-- who is linked twice, or linked and the record that it hangs on, counts once. As in
-- SuiteCRM's own history of a contact, an email is also of those whose address it is
-- from or to; from them, it came in.
create or replace temp table communication_fates as

with

events as (

    select
        'calls' as source_table,
        id as event_id,
        coalesce(deleted, '1') <> '0' as is_deleted,
        'phone' as channel,
        case
            when lower(direction) = 'inbound' then 'inbound' else 'outbound'
        end as direction,
        lower(status) as outcome,
        coalesce(lower(status) = 'held', false) as took_place,
        date_start as moment_text,
        parent_type,
        parent_id
    from source_calls
    union all
    select
        'meetings' as source_table,
        id as event_id,
        coalesce(deleted, '1') <> '0' as is_deleted,
        'meeting' as channel,
        'outbound' as direction,
        lower(status) as outcome,
        coalesce(lower(status) = 'held', false) as took_place,
        date_start as moment_text,
        parent_type,
        parent_id
    from source_meetings
    union all
    select
        'emails' as source_table,
        id as event_id,
        coalesce(deleted, '1') <> '0' as is_deleted,
        'email' as channel,
        case when lower(type) = 'inbound' then 'inbound' else 'outbound' end
            as direction,
        lower(status) as outcome,
        coalesce(lower(type), '') <> 'draft'
        and coalesce(lower(status), '') not in ('draft', 'send_error') as took_place,
        coalesce(date_sent_received, date_sent) as moment_text,
        parent_type,
        parent_id
    from source_emails

),

addressed as (

    select
        mailed.email_id,
        email_links.source_id as party_id,
        bool_or(lower(mailed.address_type) = 'from') as is_sender
    from source_emails_email_addr_rel as mailed
    inner join
        email_links
        on mailed.email_address_id = email_links.email_address_id
    where mailed.deleted = '0' and email_links.fate = 'kept'
    group by mailed.email_id, email_links.source_id

),

links as (

    select
        'calls' as source_table,
        call_id as event_id,
        contact_id as party_id,
        coalesce(deleted, '1') <> '0' as is_deleted
    from source_calls_contacts
    where :grain = 'contact'
    union all
    select
        'meetings' as source_table,
        meeting_id as event_id,
        contact_id as party_id,
        coalesce(deleted, '1') <> '0' as is_deleted
    from source_meetings_contacts
    where :grain = 'contact'
    union all
    select
        'emails' as source_table,
        email_id as event_id,
        bean_id as party_id,
        coalesce(deleted, '1') <> '0' as is_deleted
    from source_emails_beans
    where
        bean_module
        = case when :grain = 'contact' then 'Contacts' else 'Accounts' end
    union all
    select
        'emails' as source_table,
        addressed.email_id as event_id,
        addressed.party_id,
        false as is_deleted
    from addressed
    left join
        source_emails_beans as beans
        on
            addressed.email_id = beans.email_id
            and addressed.party_id = beans.bean_id
    left join
        source_emails as emails
        on
            addressed.email_id = emails.id
            and addressed.party_id = emails.parent_id
    where beans.id is null and emails.id is null
    union all
    select
        source_table,
        event_id,
        parent_id as party_id,
        false as is_deleted
    from events
    where
        parent_type
        = case when :grain = 'contact' then 'Contacts' else 'Accounts' end

),

joined as (

    select
        coalesce(events.source_table, links.source_table) as source_table,
        coalesce(events.event_id, links.event_id) as event_id,
        events.channel,
        case
            when addressed.is_sender then 'inbound' else events.direction
        end as direction,
        events.outcome,
        try_cast(events.moment_text as timestamp) as occurred_at,
        customer_keys.customer_id,
        customer_keys.keeper_id,
        case
            when links.is_deleted or events.is_deleted then 'deleted'
            when owners.fate = 'test_record' then 'test_record'
            when events.event_id is null or customer_keys.customer_id is null
                then 'orphan'
            when not events.took_place then 'not_held'
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
    left join
        addressed
        on
            links.source_table = 'emails'
            and links.event_id = addressed.email_id
            and links.party_id = addressed.party_id
    left join customer_keys on links.party_id = customer_keys.source_id
    left join customer_fates as owners on links.party_id = owners.source_id

)

select
    joined.*,
    case
        when
            own_fate = 'kept'
            and row_number()
                over (
                    partition by own_fate, source_table, event_id, customer_id
                )
            > 1
            then 'duplicate_link'
        else own_fate
    end as fate
from joined;

-- consent_fates: one row a piece of evidence on a channel: the state of an address that
-- somebody has, a lawful basis, a request not to be called, a way out of a mailing that
-- was taken. Who left one campaign is taken for somebody who wants no emails at all. An
-- address that nobody said anything of is none.
create or replace temp table consent_fates as

with

channels as (

    select 'email' as channel
    union all
    select 'phone' as channel
    union all
    select 'post' as channel

),

bases as (

    select
        id as source_id,
        lower(lawful_basis) as lawful_basis,
        coalesce(deleted, '1') <> '0' as is_deleted,
        coalesce(do_not_call, '0') <> '0' as is_not_to_be_called,
        coalesce(
            try_cast(date_reviewed as timestamp),
            try_cast(date_modified as timestamp),
            try_cast(date_entered as timestamp)
        ) as said_at
    from source_contacts
    where :grain = 'contact'

),

evidence as (

    select
        'email_addresses' as source_table,
        email_links.source_id,
        'email' as channel,
        case when is_opted_out then 'denied' else 'granted' end as state,
        case
            when is_opted_out then opted_out_at else opted_in_at
        end as evidence_at,
        case
            when is_opted_out then 'email_addresses.opt_out'
            else 'email_addresses.confirm_opt_in ' || confirm_opt_in
        end as evidence,
        fate as own_fate
    from email_links
    where is_opted_out or confirm_opt_in in ('opt-in', 'confirmed-opt-in')
    union all
    select
        'contacts' as source_table,
        source_id,
        'phone' as channel,
        'denied' as state,
        said_at as evidence_at,
        'contacts.do_not_call' as evidence,
        case when is_deleted then 'deleted' else 'kept' end as own_fate
    from bases
    where is_not_to_be_called
    union all
    select
        'contacts' as source_table,
        bases.source_id,
        channels.channel,
        'denied' as state,
        bases.said_at as evidence_at,
        'contacts.lawful_basis withdrawn' as evidence,
        case when bases.is_deleted then 'deleted' else 'kept' end as own_fate
    from bases
    cross join channels
    where contains(bases.lawful_basis, '^withdrawn^')
    union all
    select
        'contacts' as source_table,
        source_id,
        'email' as channel,
        'granted' as state,
        said_at as evidence_at,
        'contacts.lawful_basis consent' as evidence,
        case when is_deleted then 'deleted' else 'kept' end as own_fate
    from bases
    where contains(lawful_basis, '^consent^')
    union all
    select
        'campaign_log' as source_table,
        target_id as source_id,
        'email' as channel,
        'denied' as state,
        try_cast(activity_date as timestamp) as evidence_at,
        'campaign_log.activity_type removed' as evidence,
        case when coalesce(deleted, '1') <> '0' then 'deleted' else 'kept' end
            as own_fate
    from source_campaign_log
    where
        lower(activity_type) = 'removed'
        and target_type
        = case when :grain = 'contact' then 'Contacts' else 'Accounts' end

)

select
    evidence.source_table,
    evidence.source_id,
    evidence.channel,
    evidence.state,
    coalesce(evidence.evidence_at, timestamp '1970-01-01 00:00:00') as evidence_at,
    evidence.evidence,
    evidence.evidence_at is null as has_no_moment,
    customer_keys.customer_id,
    case
        when evidence.own_fate <> 'kept' then evidence.own_fate
        when owners.fate = 'test_record' then 'test_record'
        when customer_keys.customer_id is null then 'orphan'
        else 'kept'
    end as fate
from evidence
left join customer_keys on evidence.source_id = customer_keys.source_id
left join customer_fates as owners on evidence.source_id = owners.source_id;

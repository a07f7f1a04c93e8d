-- consent_fates: one row a piece of evidence on a channel: an address that opted out
-- and somebody who has it, a request not to be called, a target list that was left. An
-- address that nobody said anything of is none.
create or replace temp table consent_fates as

with

lists as (

    select
        'contact_target_list' as source_table,
        contact_id as source_id,
        target_list_id,
        opted_out,
        deleted
    from source_contact_target_list
    where :grain = 'contact'
    union all
    select
        'account_target_list' as source_table,
        account_id as source_id,
        target_list_id,
        opted_out,
        deleted
    from source_account_target_list
    where :grain = 'account'

),

evidence as (

    select
        source_table,
        source_id,
        channel,
        cast(null as timestamp) as evidence_at,
        case channel
            when 'email' then 'email_address.opt_out' else 'phone_number.opt_out'
        end as evidence,
        fate as own_fate
    from address_links
    where is_opted_out
    union all
    select
        source_table,
        source_id,
        'phone' as channel,
        coalesce(changed_at, entered_at) as evidence_at,
        'contact.do_not_call' as evidence,
        case when fate = 'deleted' then 'deleted' else 'kept' end as own_fate
    from customer_fates
    where is_not_to_be_called
    union all
    select
        source_table,
        source_id,
        'email' as channel,
        cast(null as timestamp) as evidence_at,
        'target list ' || target_list_id as evidence,
        case
            when coalesce(deleted, '0') in ('1', 'true') then 'deleted' else 'kept'
        end as own_fate
    from lists
    where coalesce(opted_out, '0') in ('1', 'true')

)

select
    evidence.source_table,
    evidence.source_id,
    evidence.channel,
    coalesce(evidence.evidence_at, timestamp '1970-01-01 00:00:00') as evidence_at,
    left(evidence.evidence, 255) as evidence,
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

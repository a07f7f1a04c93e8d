-- campaign_fates: one row a campaign. An end before the beginning is none.
create or replace temp table campaign_fates as

select
    id as source_id,
    cast(row_number() over (order by id) as integer) as campaign_id,
    left(coalesce(nullif(trim(name), ''), '(no name)'), 255) as name,
    left(nullif(trim(campaign_type), ''), 64) as kind,
    case lower(campaign_type)
        when 'telesales' then 'phone'
        when 'mail' then 'post'
        when 'email' then 'email'
        when 'newsletter' then 'email'
        when 'survey' then 'email'
    end as channel,
    try_cast(start_date as date) as starts_on,
    case
        when
            try_cast(start_date as date) is null
            or try_cast(end_date as date) >= try_cast(start_date as date)
            then try_cast(end_date as date)
    end as ends_on,
    unescaped,
    case when coalesce(deleted, '1') <> '0' then 'deleted' else 'kept' end as fate
from source_campaigns;

-- campaign_log_fates: one row an entry of the log on a contact (or account), and what
-- it is: a touch, a response, or neither. Its day is that in the zone that is given.
create or replace temp table campaign_log_fates as

with

entries as (

    select
        entries.id as source_id,
        campaign_fates.campaign_id,
        campaign_fates.channel,
        customer_keys.customer_id,
        cast(
            try_cast(entries.activity_date as timestamp)
            at time zone 'UTC' at time zone :time_zone as date
        ) as happened_on,
        lower(entries.activity_type) as activity,
        lower(entries.activity_type) in (
            'link', 'viewed', 'removed', 'lead', 'contact', 'survey'
        ) as is_response,
        case
            when coalesce(entries.deleted, '1') <> '0' then 'deleted'
            when owners.fate = 'test_record' then 'test_record'
            when
                coalesce(campaign_fates.fate, 'deleted') = 'deleted'
                or customer_keys.customer_id is null
                then 'orphan'
            when
                lower(entries.activity_type)
                in ('send error', 'invalid email', 'blocked')
                then 'not_reached'
            when try_cast(entries.activity_date as timestamp) is null
                then 'unreadable_date'
            when cast(try_cast(entries.activity_date as timestamp) as date) > :today
                then 'future_dated'
            else 'kept'
        end as own_fate
    from source_campaign_log as entries
    left join campaign_fates on entries.campaign_id = campaign_fates.source_id
    left join customer_keys on entries.target_id = customer_keys.source_id
    left join customer_fates as owners on entries.target_id = owners.source_id
    where
        entries.target_type
        = case when :grain = 'contact' then 'Contacts' else 'Accounts' end

)

select
    entries.*,
    case
        when
            own_fate = 'kept'
            and not is_response
            and row_number()
                over (
                    partition by own_fate, is_response, campaign_id, customer_id
                    order by happened_on, source_id
                )
            > 1
            then 'duplicate_link'
        else own_fate
    end as fate
from entries;

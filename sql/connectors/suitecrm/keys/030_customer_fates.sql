-- customer_fates: one row a contact or account, and whether it is a customer. Those
-- who share an email or a phone are joined only on request: the oldest stays.
create or replace temp table customer_fates as

with

emails as (

    select
        source_id,
        email
    from email_links
    where fate = 'kept' and rank_of_person = 1 and not is_invalid

),

marked as (

    select
        people.*,
        emails.email,
        lower(emails.email) as same_email,
        case
            when length(regexp_replace(people.phone, '[^0-9]', '', 'g')) >= 7
                then regexp_replace(people.phone, '[^0-9]', '', 'g')
        end as same_phone,
        case
            when people.is_deleted then 'deleted'
            when regexp_matches(coalesce(lower(people.name), ''), :test_pattern)
                then 'test_record'
            else 'kept'
        end as own_fate
    from people
    left join emails on people.source_id = emails.source_id

),

joined as (

    select
        marked.*,
        case
            when :join_duplicates = 'email' then same_email
            when :join_duplicates = 'phone' then same_phone
        end as joined_by
    from marked

),

ranked as (

    select
        joined.*,
        first_value(source_id) over (
            partition by own_fate, coalesce(joined_by, source_id)
            order by entered_at nulls last, source_id
        ) as keeper_id
    from joined

)

select
    source_table,
    source_id,
    name,
    phone,
    entered_at,
    birthday_text,
    country_text,
    gender,
    unescaped,
    email,
    same_email,
    same_phone,
    keeper_id,
    case
        when own_fate = 'kept' and keeper_id <> source_id then 'merged'
        else own_fate
    end as fate
from ranked;

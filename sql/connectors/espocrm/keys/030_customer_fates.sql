-- customer_fates: one row a contact or account, and whether it is a customer. Those
-- who share an email or a phone are joined only on request: the oldest stays.
create or replace temp table customer_fates as

with

firsts as (

    select
        source_id,
        max(case when channel = 'email' then address end) as email,
        max(case when channel = 'phone' then address end) as phone
    from address_links
    where fate = 'kept' and rank_of_person = 1
    group by source_id

),

marked as (

    select
        people.*,
        firsts.email,
        firsts.phone,
        lower(firsts.email) as same_email,
        case
            when length(regexp_replace(firsts.phone, '[^0-9]', '', 'g')) >= 7
                then regexp_replace(firsts.phone, '[^0-9]', '', 'g')
        end as same_phone,
        case
            when people.is_deleted then 'deleted'
            when regexp_matches(coalesce(lower(people.name), ''), :test_pattern)
                then 'test_record'
            else 'kept'
        end as own_fate
    from people
    left join firsts on people.source_id = firsts.source_id

),

shared as (

    select
        marked.*,
        case
            when :join_duplicates = 'email' then same_email
            when :join_duplicates = 'phone' then same_phone
        end as shared_by
    from marked

),

ranked as (

    select
        shared.*,
        first_value(source_id) over (
            partition by own_fate, coalesce(shared_by, source_id)
            order by entered_at nulls last, source_id
        ) as keeper_id
    from shared

)

select
    source_table,
    source_id,
    name,
    email,
    phone,
    entered_at,
    changed_at,
    country_text,
    is_not_to_be_called,
    same_email,
    same_phone,
    keeper_id,
    case
        when own_fate = 'kept' and keeper_id <> source_id then 'merged'
        else own_fate
    end as fate
from ranked;

-- customer_keys: one row a contact or account that is a customer, or was merged into
-- one, with the key we give it.
create or replace temp table customer_keys as

with

kept as (

    select
        source_id,
        cast(row_number() over (order by source_id) as integer) as customer_id
    from customer_fates
    where fate = 'kept'

)

select
    customer_fates.source_id,
    kept.customer_id,
    kept.source_id as keeper_id
from customer_fates
inner join kept on customer_fates.keeper_id = kept.source_id
where customer_fates.fate in ('kept', 'merged');

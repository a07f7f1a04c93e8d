-- address_links: one row a link of a contact (or account) to an email address or a
-- phone, and what became of it. What is said of an address is said of everybody who
-- has it.
create or replace temp table address_links as

with

links as (

    select
        'entity_email_address' as source_table,
        'email' as channel,
        links.entity_id,
        links.entity_type,
        links.email_address_id as address_id,
        links."primary" as primary_text,
        links.deleted as link_deleted,
        addresses.id is not null as has_address,
        nullif(trim(addresses.name), '') as address,
        addresses.deleted as address_deleted,
        addresses.opt_out
    from source_entity_email_address as links
    left join
        source_email_address as addresses
        on links.email_address_id = addresses.id
    union all
    select
        'entity_phone_number' as source_table,
        'phone' as channel,
        links.entity_id,
        links.entity_type,
        links.phone_number_id as address_id,
        links."primary" as primary_text,
        links.deleted as link_deleted,
        numbers.id is not null as has_address,
        nullif(trim(numbers.name), '') as address,
        numbers.deleted as address_deleted,
        numbers.opt_out
    from source_entity_phone_number as links
    left join source_phone_number as numbers on links.phone_number_id = numbers.id

),

marked as (

    select
        links.source_table,
        links.channel,
        links.entity_id as source_id,
        links.address_id,
        links.address,
        links.has_address,
        people.source_id is not null as has_person,
        coalesce(links.primary_text, '0') in ('1', 'true') as is_primary,
        coalesce(links.opt_out, '0') in ('1', 'true') as is_opted_out,
        coalesce(links.link_deleted, '0') in ('1', 'true')
        or coalesce(links.address_deleted, '0') in ('1', 'true') as is_deleted
    from links
    left join people on links.entity_id = people.source_id
    where
        links.entity_type
        = case when :grain = 'contact' then 'Contact' else 'Account' end

),

numbered as (

    select
        marked.*,
        row_number() over (
            partition by channel, source_id, address_id, is_deleted
            order by not is_primary
        ) as link_number,
        row_number() over (
            partition by channel, source_id
            order by is_deleted or address is null, not is_primary, address_id
        ) as rank_of_person
    from marked

)

select
    numbered.*,
    case
        when is_deleted then 'deleted'
        when not has_address or not has_person then 'orphan'
        when link_number > 1 then 'duplicate_link'
        else 'kept'
    end as fate
from numbered;

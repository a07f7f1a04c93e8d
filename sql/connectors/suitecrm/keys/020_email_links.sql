-- email_links: one row a link of a contact or account to an address, and what became
-- of it. What is said of an address is said of everybody who has it.
create or replace temp table email_links as

with

links as (

    select
        rel.bean_id as source_id,
        people.source_id is not null as has_person,
        rel.email_address_id,
        nullif(trim(addresses.email_address), '') as email,
        coalesce(rel.deleted, '0') <> '0'
        or coalesce(addresses.deleted, '0') <> '0' as is_deleted,
        coalesce(addresses.opt_out, '0') <> '0' as is_opted_out,
        addresses.confirm_opt_in,
        coalesce(
            try_cast(addresses.confirm_opt_in_date as timestamp),
            try_cast(addresses.date_modified as timestamp),
            try_cast(addresses.date_created as timestamp)
        ) as opted_in_at,
        coalesce(
            try_cast(addresses.date_modified as timestamp),
            try_cast(addresses.date_created as timestamp)
        ) as opted_out_at,
        addresses.id is not null as has_address,
        row_number() over (
            partition by
                rel.bean_id,
                rel.email_address_id,
                coalesce(rel.deleted, '0') <> '0'
                or coalesce(addresses.deleted, '0') <> '0'
            order by rel.id
        ) as link_number,
        row_number() over (
            partition by rel.bean_id
            order by
                coalesce(rel.deleted, '0') <> '0'
                or coalesce(addresses.deleted, '0') <> '0'
                or nullif(trim(addresses.email_address), '') is null,
                coalesce(rel.primary_address, '0') = '0',
                rel.id
        ) as rank_of_person
    from source_email_addr_bean_rel as rel
    left join
        source_email_addresses as addresses
        on rel.email_address_id = addresses.id
    left join people on rel.bean_id = people.source_id
    where
        rel.bean_module
        = case when :grain = 'contact' then 'Contacts' else 'Accounts' end

)

select
    links.*,
    case
        when is_deleted then 'deleted'
        when not has_address or not has_person then 'orphan'
        when link_number > 1 then 'duplicate_link'
        else 'kept'
    end as fate
from links;

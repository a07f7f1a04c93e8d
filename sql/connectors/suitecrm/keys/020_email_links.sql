-- email_links: one row a link of a contact or account to an address, and what became
-- of it. What is said of an address is said of everybody who has it. As in SuiteCRM
-- itself, somebody's email is the primary one of their valid ones, else another.
create or replace temp table email_links as

with

links as (

    select
        rel.id as link_id,
        rel.bean_id as source_id,
        people.source_id is not null as has_person,
        rel.email_address_id,
        nullif(trim(addresses.email_address), '') as email,
        coalesce(rel.primary_address, '0') <> '0' as is_primary,
        coalesce(rel.deleted, '1') <> '0'
        or (addresses.id is not null and coalesce(addresses.deleted, '1') <> '0')
            as is_deleted,
        coalesce(addresses.invalid_email, '0') <> '0' as is_invalid,
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
        addresses.id is not null as has_address
    from source_email_addr_bean_rel as rel
    left join
        source_email_addresses as addresses
        on rel.email_address_id = addresses.id
    left join people on rel.bean_id = people.source_id
    where
        rel.bean_module
        = case when :grain = 'contact' then 'Contacts' else 'Accounts' end

),

ranked as (

    select
        links.*,
        row_number() over (
            partition by source_id, email_address_id, is_deleted
            order by link_id
        ) as link_number,
        row_number() over (
            partition by source_id
            order by
                is_deleted or is_invalid or email is null,
                not is_primary,
                link_id
        ) as rank_of_person
    from links

)

select
    ranked.*,
    case
        when is_deleted then 'deleted'
        when not has_address or not has_person then 'orphan'
        when link_number > 1 then 'duplicate_link'
        else 'kept'
    end as fate
from ranked;

-- memberships: one row a link of a contact to an account, and what became of it.
create or replace temp table memberships as

with

links as (

    select
        links.id,
        links.contact_id,
        links.account_id,
        case
            when coalesce(links.deleted, '1') <> '0' then 'deleted'
            when contacts.id is null or accounts.id is null then 'orphan'
            else 'kept'
        end as own_fate
    from source_accounts_contacts as links
    left join
        source_contacts as contacts
        on
            links.contact_id = contacts.id
            and contacts.deleted = '0'
    left join
        source_accounts as accounts
        on
            links.account_id = accounts.id
            and accounts.deleted = '0'

)

select
    contact_id,
    account_id,
    case
        when own_fate <> 'kept' then own_fate
        when
            row_number()
                over (
                    partition by own_fate, contact_id, account_id
                    order by id
                )
            > 1
            then 'duplicate_link'
        else 'kept'
    end as fate
from links;

-- memberships: one row a link of a contact to an account, and what became of it.
create or replace temp table memberships as

with

links as (

    select
        links.contact_id,
        links.account_id,
        case
            when coalesce(links.deleted, '0') in ('1', 'true') then 'deleted'
            when contacts.id is null or accounts.id is null then 'orphan'
            else 'kept'
        end as own_fate
    from source_account_contact as links
    left join
        source_contact as contacts
        on
            links.contact_id = contacts.id
            and coalesce(contacts.deleted, '0') not in ('1', 'true')
    left join
        source_account as accounts
        on
            links.account_id = accounts.id
            and coalesce(accounts.deleted, '0') not in ('1', 'true')

)

select
    contact_id,
    account_id,
    case
        when own_fate <> 'kept' then own_fate
        when
            row_number() over (partition by own_fate, contact_id, account_id) > 1
            then 'duplicate_link'
        else 'kept'
    end as fate
from links;

-- contacts_of_accounts: one row an account with just one contact: who stands for it.
create or replace temp table contacts_of_accounts as

select
    account_id,
    min(contact_id) as contact_id
from memberships
where fate = 'kept'
group by account_id
having count(*) = 1;

-- accounts_of_contacts: one row a contact with just one account.
create or replace temp table accounts_of_contacts as

select
    contact_id,
    min(account_id) as account_id
from memberships
where fate = 'kept'
group by contact_id
having count(*) = 1;

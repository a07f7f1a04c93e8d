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

-- belongings: one row a contact and account of it, be it linked or the one that the
-- contact names itself, which is its first.
create or replace temp table belongings as

select
    contact_id,
    account_id
from memberships
where fate = 'kept'
union
select
    contacts.id as contact_id,
    contacts.account_id
from source_contact as contacts
inner join source_account as accounts on contacts.account_id = accounts.id
where
    coalesce(contacts.deleted, '0') not in ('1', 'true')
    and coalesce(accounts.deleted, '0') not in ('1', 'true');

-- contacts_of_accounts: one row an account with just one contact: who stands for it.
create or replace temp table contacts_of_accounts as

select
    account_id,
    min(contact_id) as contact_id
from belongings
group by account_id
having count(*) = 1;

-- accounts_of_contacts: one row a contact that names an account, or has just one.
create or replace temp table accounts_of_contacts as

select
    belongings.contact_id,
    coalesce(
        min(belongings.account_id) filter (
            where belongings.account_id = contacts.account_id
        ),
        min(belongings.account_id)
    ) as account_id
from belongings
inner join source_contact as contacts on belongings.contact_id = contacts.id
group by belongings.contact_id
having
    count(*) = 1
    or bool_or(coalesce(belongings.account_id = contacts.account_id, false));

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

-- opportunity_parties: one row an opportunity with a link that is not deleted: its
-- first contact and its first account, and how many contacts there are.
create or replace temp table opportunity_parties as

with

links as (

    select
        opportunity_id,
        contact_id,
        cast(null as varchar) as account_id
    from source_opportunities_contacts
    where deleted = '0'
    union all
    select
        opportunity_id,
        cast(null as varchar) as contact_id,
        account_id
    from source_accounts_opportunities
    where deleted = '0'

)

select
    opportunity_id,
    min(contact_id) as contact_id,
    min(account_id) as account_id,
    count(distinct contact_id) as contacts
from links
group by opportunity_id;

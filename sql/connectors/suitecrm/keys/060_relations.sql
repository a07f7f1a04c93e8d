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

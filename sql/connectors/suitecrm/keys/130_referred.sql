-- referred: one row a thing that invoices, opportunities and their lines name, and all
-- that it decides of them. Where that changes from load to load, they are mapped anew.
create or replace temp table referred as

with

owners as (

    select
        source_id,
        fate || ' ' || keeper_id as what_it_decides
    from customer_fates

)

select
    'everything' as kind,
    '' as name,
    orders_from as what_it_decides
from order_source
union all
select
    :grain as kind,
    source_id as name,
    what_it_decides
from owners
union all
select
    'account' as kind,
    contacts_of_accounts.account_id as name,
    contacts_of_accounts.contact_id || ' ' || owners.what_it_decides as what_it_decides
from contacts_of_accounts
left join owners on contacts_of_accounts.contact_id = owners.source_id
where :grain = 'contact'
union all
select
    'contact' as kind,
    accounts_of_contacts.contact_id as name,
    accounts_of_contacts.account_id || ' ' || owners.what_it_decides as what_it_decides
from accounts_of_contacts
left join owners on accounts_of_contacts.account_id = owners.source_id
where :grain = 'account'
union all
select
    'currency' as kind,
    currency_id as name,
    cast(rate as varchar) as what_it_decides
from rates
union all
select
    'product' as kind,
    source_id as name,
    fate as what_it_decides
from product_fates;

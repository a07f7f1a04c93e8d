-- people: one row a contact, or an account, whichever customers are, as it is read.
create or replace temp table people as

select
    'contacts' as source_table,
    contacts.id as source_id,
    coalesce(contacts.deleted, '1') <> '0' as is_deleted,
    nullif(
        trim(concat_ws(' ', trim(contacts.first_name), trim(contacts.last_name))), ''
    ) as name,
    coalesce(
        nullif(trim(contacts.phone_mobile), ''),
        nullif(trim(contacts.phone_work), ''),
        nullif(trim(contacts.phone_home), ''),
        nullif(trim(contacts.phone_other), '')
    ) as phone,
    try_cast(contacts.date_entered as timestamp) as entered_at,
    contacts.birthdate as birthday_text,
    nullif(trim(contacts.primary_address_country), '') as country_text,
    custom.gender,
    contacts.unescaped
from source_contacts as contacts
left join source_contacts_cstm as custom on contacts.id = custom.id_c
where :grain = 'contact'
union all
select
    'accounts' as source_table,
    id as source_id,
    coalesce(deleted, '1') <> '0' as is_deleted,
    nullif(trim(name), '') as name,
    coalesce(
        nullif(trim(phone_office), ''), nullif(trim(phone_alternate), '')
    ) as phone,
    try_cast(date_entered as timestamp) as entered_at,
    cast(null as varchar) as birthday_text,
    nullif(trim(billing_address_country), '') as country_text,
    cast(null as varchar) as gender,
    unescaped
from source_accounts
where :grain = 'account';

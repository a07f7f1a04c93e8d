-- people: one row a contact, or an account, whichever customers are, as it is read.
create or replace temp table people as

select
    'contacts' as source_table,
    id as source_id,
    coalesce(deleted, '0') <> '0' as is_deleted,
    nullif(trim(concat_ws(' ', trim(first_name), trim(last_name))), '') as name,
    coalesce(
        nullif(trim(phone_mobile), ''),
        nullif(trim(phone_work), ''),
        nullif(trim(phone_home), ''),
        nullif(trim(phone_other), '')
    ) as phone,
    try_cast(date_entered as timestamp) as entered_at,
    birthdate as birthday_text,
    nullif(trim(primary_address_country), '') as country_text,
    unescaped
from source_contacts
where :grain = 'contact'
union all
select
    'accounts' as source_table,
    id as source_id,
    coalesce(deleted, '0') <> '0' as is_deleted,
    nullif(trim(name), '') as name,
    coalesce(
        nullif(trim(phone_office), ''), nullif(trim(phone_alternate), '')
    ) as phone,
    try_cast(date_entered as timestamp) as entered_at,
    cast(null as varchar) as birthday_text,
    nullif(trim(billing_address_country), '') as country_text,
    unescaped
from source_accounts
where :grain = 'account';

-- people: one row a contact, or an account, whichever customers are, as it is read. A
-- flag is 1 on MySQL and true on PostgreSQL.
create or replace temp table people as

select
    'contact' as source_table,
    id as source_id,
    coalesce(deleted, '0') in ('1', 'true') as is_deleted,
    nullif(
        concat_ws(
            ' ',
            nullif(trim(first_name), ''),
            nullif(trim(middle_name), ''),
            nullif(trim(last_name), '')
        ),
        ''
    ) as name,
    try_cast(created_at as timestamp) as entered_at,
    try_cast(modified_at as timestamp) as changed_at,
    nullif(trim(address_country), '') as country_text,
    coalesce(do_not_call, '0') in ('1', 'true') as is_not_to_be_called
from source_contact
where :grain = 'contact'
union all
select
    'account' as source_table,
    id as source_id,
    coalesce(deleted, '0') in ('1', 'true') as is_deleted,
    nullif(trim(name), '') as name,
    try_cast(created_at as timestamp) as entered_at,
    try_cast(modified_at as timestamp) as changed_at,
    nullif(trim(billing_address_country), '') as country_text,
    false as is_not_to_be_called
from source_account
where :grain = 'account';

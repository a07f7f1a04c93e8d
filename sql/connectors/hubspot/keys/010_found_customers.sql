-- found_customers: one row a contact. Contacts without an email are not duplicates.
create or replace temp table found_customers as

select
    'contacts' as source_table,
    line_number as row_order,
    read_moment(last_modified_date, :time_zone, :day_order) as modified_at,
    record_id as source_id,
    cast(null as varchar) as merged_into,
    'kept' as fate,
    nullif(concat_ws(' ', first_name, last_name), '') as name,
    email,
    coalesce(phone, mobile_phone) as phone,
    read_moment(create_date, :time_zone, :day_order) as created_at,
    date_of_birth as birthday_text,
    gender,
    country,
    clock_notes(create_date, :time_zone, :day_order) as notes
from source_contacts;

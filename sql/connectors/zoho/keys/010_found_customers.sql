-- found_customers: one row a contact. Ids lose the zcrm_ that only some exports have.
create or replace temp table found_customers as

select
    'contacts' as source_table,
    line_number as row_order,
    read_moment(modified_time, :time_zone, :day_order) as modified_at,
    without_prefix(record_id) as source_id,
    cast(null as varchar) as merged_into,
    'kept' as fate,
    nullif(concat_ws(' ', first_name, last_name), '') as name,
    coalesce(email, secondary_email) as email,
    coalesce(phone, mobile, home_phone) as phone,
    read_moment(created_time, :time_zone, :day_order) as created_at,
    date_of_birth as birthday_text,
    gender,
    mailing_country as country,
    clock_notes(created_time, :time_zone, :day_order) as notes
from source_contacts;

-- found_customers: one row a customer in the export of customers, then one row an email
-- in orders that is not in it. The email, in small letters, is the only key there is:
-- a customer without one cannot be told from others.
create or replace temp table found_customers as

with

buyers as (

    select
        lower(email) as source_id,
        min(line_number) as line_number,
        min(email) as email,
        min_by(coalesce(billing_name, shipping_name), line_number) as name,
        min_by(coalesce(billing_phone, phone), line_number) as phone,
        min_by(coalesce(billing_country, shipping_country), line_number) as country,
        min(read_moment(created_at, :time_zone, :day_order)) as created_at
    from order_parts
    where email is not null
    group by lower(email)

)

select
    'customers' as source_table,
    source_customers.line_number as row_order,
    cast(null as timestamp) as modified_at,
    lower(source_customers.email) as source_id,
    cast(null as varchar) as merged_into,
    'kept' as fate,
    nullif(
        concat_ws(' ', source_customers.first_name, source_customers.last_name), ''
    ) as name,
    source_customers.email,
    ltrim(coalesce(source_customers.phone, buyers.phone), '''') as phone,
    buyers.created_at,
    cast(null as varchar) as birthday_text,
    cast(null as varchar) as gender,
    coalesce(
        source_customers.default_address_country_code,
        source_customers.country_code,
        buyers.country
    ) as country,
    cast([] as varchar[]) as notes
from source_customers
left join buyers on lower(source_customers.email) = buyers.source_id
union all
select
    'orders' as source_table,
    -buyers.line_number as row_order,
    cast(null as timestamp) as modified_at,
    buyers.source_id,
    cast(null as varchar) as merged_into,
    'kept' as fate,
    buyers.name,
    buyers.email,
    ltrim(buyers.phone, '''') as phone,
    buyers.created_at,
    cast(null as varchar) as birthday_text,
    cast(null as varchar) as gender,
    buyers.country,
    cast([] as varchar[]) as notes
from buyers
left join source_customers on buyers.source_id = lower(source_customers.email)
where source_customers.line_number is null;

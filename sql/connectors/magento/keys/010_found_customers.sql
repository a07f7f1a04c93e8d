-- found_customers: one row a customer in the grid of customers, then one row an email
-- in orders that is not in it: guests have no other key.
create or replace temp table found_customers as

with

buyers as (

    select
        lower(customer_email) as source_id,
        min(line_number) as line_number,
        min(customer_email) as email,
        min_by(coalesce(customer_name, bill_to_name), line_number) as name,
        min(read_moment(purchase_date, :time_zone, :day_order)) as created_at
    from source_orders
    where customer_email is not null
    group by lower(customer_email)

)

select
    'customers' as source_table,
    line_number as row_order,
    cast(null as timestamp) as modified_at,
    lower(email) as source_id,
    cast(null as varchar) as merged_into,
    'kept' as fate,
    name,
    email,
    phone,
    read_moment(customer_since, :time_zone, :day_order) as created_at,
    date_of_birth as birthday_text,
    case gender when '1' then 'male' when '2' then 'female' else gender end as gender,
    country,
    clock_notes(customer_since, :time_zone, :day_order) as notes
from source_customers
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
    cast(null as varchar) as phone,
    buyers.created_at,
    cast(null as varchar) as birthday_text,
    cast(null as varchar) as gender,
    cast(null as varchar) as country,
    cast([] as varchar[]) as notes
from buyers
left join source_customers on buyers.source_id = lower(source_customers.email)
where source_customers.line_number is null;

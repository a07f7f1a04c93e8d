-- found_customers: one row a customer of the file, then one an id in orders that is not
-- in it.
create or replace temp table found_customers as

select
    'customers' as source_table,
    line_number as row_order,
    cast(null as timestamp) as modified_at,
    customer_id as source_id,
    cast(null as varchar) as merged_into,
    'kept' as fate,
    coalesce(name, nullif(concat_ws(' ', first_name, last_name), '')) as name,
    email,
    phone,
    read_moment(created_at, :time_zone, :day_order) as created_at,
    birthday as birthday_text,
    gender,
    country,
    clock_notes(created_at, :time_zone, :day_order) as notes
from source_customers
union all
select
    'orders' as source_table,
    -min(source_orders.line_number) as row_order,
    cast(null as timestamp) as modified_at,
    source_orders.customer_id as source_id,
    cast(null as varchar) as merged_into,
    'kept' as fate,
    cast(null as varchar) as name,
    cast(null as varchar) as email,
    cast(null as varchar) as phone,
    min(read_moment(source_orders.order_date, :time_zone, :day_order)) as created_at,
    cast(null as varchar) as birthday_text,
    cast(null as varchar) as gender,
    cast(null as varchar) as country,
    cast([] as varchar[]) as notes
from source_orders
left join source_customers on source_orders.customer_id = source_customers.customer_id
where source_customers.customer_id is null and source_orders.customer_id is not null
group by source_orders.customer_id;

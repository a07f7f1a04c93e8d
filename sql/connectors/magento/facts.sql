-- facts: one row a thing that the data say of themselves.
with

statuses as (

    select
        case
            when contains(status, ',') then '"' || status || '"'
            else coalesce(status, 'none')
        end as status_name,
        count(*) as orders
    from source_orders
    group by status
    order by orders desc, status_name asc
    limit 20

)

select
    'statuses of orders (paid_statuses says which count)' as fact,
    string_agg(
        status_name || ' ' || cast(orders as varchar), ', '
        order by orders desc, status_name asc
    ) as value
from statuses
having count(*) > 0;

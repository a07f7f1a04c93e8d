-- facts: one row a thing that the data say of themselves.
with

statuses as (

    select
        coalesce(nullif(trim(status), ''), '(none)') as status,
        count(*) as invoices
    from source_aos_invoices
    where deleted = '0'
    group by coalesce(nullif(trim(status), ''), '(none)')
    order by invoices desc, status asc
    limit 20

)

select
    'version' as fact,
    value
from source_config
union all
select
    'orders are' as fact,
    case
        when count(*) filter (where source_table = 'aos_invoices') > 0 then 'invoices'
        else 'opportunities'
    end as value
from order_candidates
union all
select
    'statuses of invoices (cancelled_statuses says which do not count)' as fact,
    string_agg(
        status || ' ' || cast(invoices as varchar), ', '
        order by invoices desc, status asc
    ) as value
from statuses
having count(*) > 0;

-- facts: one row a thing that the data say of themselves.
select
    'version' as fact,
    coalesce(
        max(case when name = 'MAIN_VERSION_LAST_UPGRADE' then nullif(value, '') end),
        max(case when name = 'MAIN_VERSION_LAST_INSTALL' then value end)
    ) as value
from source_const
having count(*) filter (where starts_with(name, 'MAIN_VERSION')) > 0
union all
select
    'orders are' as fact,
    case orders_from when 'invoices' then 'invoices' else 'customers'' orders' end
        as value
from choice
union all
select
    'companies' as fact,
    string_agg(distinct entity, ', ' order by entity) as value
from documents
having count(*) > 0;

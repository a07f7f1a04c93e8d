-- facts: one row a thing that the data say of themselves.
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
from order_candidates;

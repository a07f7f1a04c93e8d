-- facts: one row a thing that the shop says of itself.
select
    replace(option_name, 'woocommerce_', '') as fact,
    option_value as value
from source_options
where
    option_name <> 'woocommerce_custom_orders_table_enabled'
    and option_value <> ''
union all
select
    'orders are in' as fact,
    case orders_in when 'hpos' then 'tables of their own' else 'the posts' end as value
from storage;

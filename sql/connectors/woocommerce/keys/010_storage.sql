-- storage: one row, where the orders are. The shop says it; one that does not has its
-- orders in tables of their own if there are any in them.
create or replace temp table storage as

with

said as (

    select
        max(
            case
                when option_name = 'woocommerce_custom_orders_table_enabled'
                    then option_value
            end
        ) as is_enabled
    from source_options

)

select
    case
        when :storage <> 'auto' then :storage
        when said.is_enabled = 'yes' then 'hpos'
        when said.is_enabled = 'no' then 'legacy'
        when exists (select 1 from source_wc_orders) then 'hpos'
        else 'legacy'
    end as orders_in
from said;

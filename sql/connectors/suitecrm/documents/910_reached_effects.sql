-- reached_effects: one row an order or line that was mapped and kept, and a rule by
-- which it was changed or marked.
create or replace temp view reached_effects as

with

kept_orders as (

    select *
    from order_fates
    where fate = 'kept'

)

select
    source_id as document,
    'orders' as table_name,
    'day_of_entry' as rule
from kept_orders
where written_on is null
union all
select
    source_id as document,
    'orders' as table_name,
    'converted' as rule
from kept_orders
where coalesce(currency_id, '-99') <> '-99'
union all
select
    source_id as document,
    'orders' as table_name,
    'rate_is_zero' as rule
from kept_orders
where rate = 0
union all
select
    source_id as document,
    'orders' as table_name,
    'cancelled' as rule
from kept_orders
where stage = 'cancelled'
union all
select
    source_id as document,
    'orders' as table_name,
    'refund' as rule
from kept_orders
where stage <> 'cancelled' and base_amount < 0
union all
select
    source_id as document,
    'orders' as table_name,
    'no_amount' as rule
from kept_orders
where base_amount is null
union all
select
    source_id as document,
    'orders' as table_name,
    'party_inferred' as rule
from kept_orders
where is_party_inferred
union all
select
    source_id as document,
    'orders' as table_name,
    'several_contacts' as rule
from kept_orders
where contacts > 1
union all
select
    document,
    'order_lines' as table_name,
    'amounts_differ_from_order' as rule
from line_fates
where fate = 'kept' and base_amount is not null and net_amount is null
union all
select
    lines.document,
    'order_lines' as table_name,
    'product_not_in_list' as rule
from line_fates as lines
left join
    product_fates as products
    on lines.source_product_id = products.source_id and products.fate = 'kept'
where
    lines.fate = 'kept'
    and lines.source_product_id is not null
    and products.product_id is null;

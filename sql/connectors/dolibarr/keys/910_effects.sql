-- effects: one row a rule by which rows that are kept were changed or marked.
create or replace temp table effects as

with

customers as (

    select *
    from customer_fates
    where fate = 'kept'

),

kept_orders as (

    select *
    from order_fates
    where fate = 'kept'

)

select
    'customers' as table_name,
    'closed' as rule,
    count(*) filter (where is_closed) as row_count
from customers
union all
select
    'customers' as table_name,
    'html_entities' as rule,
    count(*) filter (where unescaped > 0) as row_count
from customers
union all
select
    'customers' as table_name,
    'mojibake' as rule,
    count(*) filter (where regexp_matches(name, '[ÃÂ][^A-Za-z ]|â€|�')) as row_count
from customers
union all
select
    'customers' as table_name,
    'no_name' as rule,
    count(*) filter (where name is null) as row_count
from customers
union all
select
    'customers' as table_name,
    'no_email' as rule,
    count(*) filter (where email is null) as row_count
from customers
union all
select
    'orders' as table_name,
    'cancelled' as rule,
    count(*) filter (where stage = 'cancelled') as row_count
from kept_orders
union all
select
    'orders' as table_name,
    'refund' as rule,
    count(*) filter (
        where stage = 'won' and (kind = '2' or net_amount < 0)
    ) as row_count
from kept_orders
union all
select
    'orders' as table_name,
    'no_amount' as rule,
    count(*) filter (where net_amount is null) as row_count
from kept_orders
union all
select
    'orders' as table_name,
    'deposit' as rule,
    count(*) filter (where kind = '3') as row_count
from kept_orders
union all
select
    'orders' as table_name,
    'less_shipping' as rule,
    count(*) filter (where has_no_goods) as row_count
from kept_orders
union all
select
    'orders' as table_name,
    'converted' as rule,
    count(*) filter (where written_currency <> currency) as row_count
from kept_orders
union all
select
    'order_lines' as table_name,
    'amounts_differ_from_order' as rule,
    count(*) filter (
        where line_amount is not null and net_amount is null
    ) as row_count
from line_fates
where fate = 'kept'
union all
select
    'order_lines' as table_name,
    'product_not_in_list' as rule,
    count(*) filter (
        where lines.source_product_id is not null and products.product_id is null
    ) as row_count
from line_fates as lines
left join product_fates as products on lines.source_product_id = products.source_id
where lines.fate = 'kept'
union all
select
    'consents' as table_name,
    'no_moment' as rule,
    count(*) filter (where has_no_moment) as row_count
from consent_fates
where fate = 'kept';

-- effects: one row a rule by which rows that are kept were changed or marked.
create or replace temp table effects as

select
    'customers' as table_name,
    'mojibake' as rule,
    count(*) filter (where regexp_matches(name, '[ÃÂ][^A-Za-z ]|â€|�')) as row_count
from customer_keys
union all
select
    'customers' as table_name,
    'no_name' as rule,
    count(*) filter (where name is null) as row_count
from customer_keys
union all
select
    'customers' as table_name,
    'html_entities' as rule,
    count(*) filter (where unescaped > 0) as row_count
from customer_keys
union all
select
    'customers' as table_name,
    'guest' as rule,
    count(*) filter (where starts_with(owner_id, 'guest:')) as row_count
from customer_keys
union all
select
    'customers' as table_name,
    'country_not_a_code' as rule,
    count(*) filter (where countries.country_code is null) as row_count
from customer_keys
left join countries on customer_keys.country = countries.country_text
where customer_keys.country is not null
union all
select
    'customers' as table_name,
    'country_by_name' as rule,
    count(*) as row_count
from customer_keys
inner join countries on customer_keys.country = countries.country_text
where upper(customer_keys.country) <> countries.country_code
union all
select
    'orders' as table_name,
    'refund' as rule,
    count(*) filter (where our_status = 'refunded') as row_count
from order_fates
where fate = 'kept'
union all
select
    'orders' as table_name,
    'cancelled' as rule,
    count(*) filter (where our_status = 'cancelled') as row_count
from order_fates
where fate = 'kept'
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
left join
    product_fates as products
    on lines.source_product_id = products.source_id and products.fate = 'kept'
where lines.fate = 'kept';

-- fates: one row a table of ours, source table and fate, and how many rows had it.
create or replace temp table fates as

with

rows_of as (

    select
        'customers' as table_name,
        'orders' as source_table,
        'kept' as fate
    from customer_keys
    union all
    select
        'orders' as table_name,
        source_table,
        fate
    from order_fates
    union all
    select
        'order_lines' as table_name,
        'woocommerce_order_items' as source_table,
        fate
    from line_fates
    union all
    select
        'products' as table_name,
        'posts' as source_table,
        fate
    from product_fates

)

select
    table_name,
    source_table,
    fate,
    count(*) as row_count
from rows_of
group by table_name, source_table, fate;

-- effects: one row a rule by which rows that are kept were changed or marked.
create or replace temp table effects as

select
    'customers' as table_name,
    'mojibake' as rule,
    count(*) filter (where regexp_matches(name, '[ÃÂ][^A-Za-z ]|â€|�')) as row_count,
    'Names look as if they had been read in the wrong encoding: kept as written.'
        as decision
from customer_keys
union all
select
    'customers' as table_name,
    'no_name' as rule,
    count(*) filter (where name is null) as row_count,
    'Without a name: "(no name)" stands for it.' as decision
from customer_keys
union all
select
    'customers' as table_name,
    'html_entities' as rule,
    count(*) filter (where unescaped > 0) as row_count,
    'Names held HTML entities such as &amp;: decoded once.' as decision
from customer_keys
union all
select
    'customers' as table_name,
    'guest' as rule,
    count(*) filter (where starts_with(owner_id, 'guest:')) as row_count,
    'Known by their email alone.' as decision
from customer_keys
union all
select
    'orders' as table_name,
    'refund' as rule,
    count(*) filter (where our_status = 'refunded') as row_count,
    'Refunded, or what was paid back: kept, but not counted as a purchase.' as decision
from order_fates
where fate = 'kept'
union all
select
    'orders' as table_name,
    'cancelled' as rule,
    count(*) filter (where our_status = 'cancelled') as row_count,
    'Kept, but not counted as a purchase.' as decision
from order_fates
where fate = 'kept'
union all
select
    'order_lines' as table_name,
    'amounts_differ_from_order' as rule,
    count(*) filter (
        where line_amount is not null and net_amount is null
    ) as row_count,
    'Lines that do not add up to their order: its amount counts, theirs are missing.'
        as decision
from line_fates
where fate = 'kept'
union all
select
    'order_lines' as table_name,
    'product_not_in_list' as rule,
    count(*) filter (
        where lines.source_product_id is not null and products.product_id is null
    ) as row_count,
    'The product is not there or deleted: kept, with the source''s key beside it.'
        as decision
from line_fates as lines
left join
    product_fates as products
    on lines.source_product_id = products.source_id and products.fate = 'kept'
where lines.fate = 'kept';

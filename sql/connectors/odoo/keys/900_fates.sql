-- fates: one row a table of ours, source table and fate, and how many rows had it.
create or replace temp table fates as

with

rows_of as (

    select
        'customers' as table_name,
        'res_partner' as source_table,
        fate
    from customer_fates
    union all
    select
        'orders' as table_name,
        'sale_order' as source_table,
        fate
    from order_fates
    union all
    select
        'order_lines' as table_name,
        'sale_order_line' as source_table,
        fate
    from line_fates
    union all
    select
        'products' as table_name,
        'product_product' as source_table,
        fate
    from product_fates
    union all
    select
        'consents' as table_name,
        'mail_blacklist' as source_table,
        fate
    from consent_fates

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
    'archived' as rule,
    count(*) filter (where is_archived) as row_count,
    'Archived in the source: kept.' as decision
from customer_fates
where fate = 'kept'
union all
select
    'customers' as table_name,
    'no_email' as rule,
    count(*) filter (where email is null) as row_count,
    'Without an email: "(no email)" stands for it.' as decision
from customer_fates
where fate = 'kept'
union all
select
    'orders' as table_name,
    'cancelled' as rule,
    count(*) filter (where state = 'cancel') as row_count,
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
where fate = 'kept';

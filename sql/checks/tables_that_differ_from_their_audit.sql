-- A table has as many rows as its loads say they kept, less those of people who were
-- forgotten.
with

kept as (

    select
        table_name,
        sum(
            case when rule = 'all' then rows_kept else -rows_dropped end
        ) as rows_kept
    from load_audit
    where rule in ('all', 'forgotten')
    group by table_name

),

found as (

    select
        'customers' as table_name,
        count(*) as table_rows
    from customers
    union all
    select
        'orders' as table_name,
        count(*) as table_rows
    from orders
    union all
    select
        'order_lines' as table_name,
        count(*) as table_rows
    from order_lines
    union all
    select
        'products' as table_name,
        count(*) as table_rows
    from products

)

select
    kept.table_name,
    kept.rows_kept,
    found.table_rows
from kept
inner join found on kept.table_name = found.table_name
where kept.rows_kept <> found.table_rows;

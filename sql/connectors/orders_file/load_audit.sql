-- load_audit: one row a table and rule of an orders file. A file is refused if a line
-- cannot be read, so none is left out.
with

counts as (

    select
        count(*) as every_order,
        count(case when net_amount < 0 then 1 end) as refunds,
        count(case when net_amount = 0 then 1 end) as free_of_charge,
        count(case when net_amount is null then 1 end) as without_amount
    from orders

),

customer_counts as (

    select count(*) as every_customer
    from customers

),

rules as (

    select
        'customers' as table_name,
        'all' as rule,
        every_customer as rows_in,
        every_customer as rows_affected,
        'Each id in the file is a customer.' as decision
    from customer_counts
    union all
    select
        'customers' as table_name,
        'no_contacts' as rule,
        every_customer as rows_in,
        every_customer as rows_affected,
        'The file has no names and no addresses: stand-ins say so.' as decision
    from customer_counts
    union all
    select
        'orders' as table_name,
        'all' as rule,
        every_order as rows_in,
        every_order as rows_affected,
        'Each row in the file is an order, also one that stands twice.' as decision
    from counts
    union all
    select
        'orders' as table_name,
        'refund' as rule,
        every_order as rows_in,
        refunds as rows_affected,
        'Amounts below 0 are refunds: kept, but not counted as purchases.' as decision
    from counts
    union all
    select
        'orders' as table_name,
        'goods_free_of_charge' as rule,
        every_order as rows_in,
        free_of_charge as rows_affected,
        'Amounts of 0 are goods free of charge: counted as purchases.' as decision
    from counts
    union all
    select
        'orders' as table_name,
        'amount_unknown' as rule,
        every_order as rows_in,
        without_amount as rows_affected,
        'Orders without an amount: counted as purchases.' as decision
    from counts

)

select
    'orders-file' as source_system,
    table_name,
    rule,
    rows_in,
    rows_in as rows_kept,
    0 as rows_dropped,
    rows_affected,
    decision
from rules
order by table_name, rule;

-- load_audit: one row a table and rule; every count is taken from the source itself.
with

counts as (

    select
        count(*) as every_order,
        count(distinct customer_id) as every_customer,
        count(case when amount_cents < 0 then 1 end) as refunds,
        count(case when amount_cents is null then 1 end) as without_amount
    from source_orders

),

rules as (

    select
        'customers' as table_name,
        'all' as rule,
        every_customer as rows_in,
        (select count(*) from customer_keys) as rows_kept,
        every_customer as rows_affected,
        'Customers of the simulation.' as decision
    from counts
    union all
    select
        'customers' as table_name,
        'synthetic_contacts' as rule,
        every_customer as rows_in,
        every_customer as rows_kept,
        every_customer as rows_affected,
        'Name, email, phone, birthday and gender are made up.' as decision
    from counts
    union all
    select
        'orders' as table_name,
        'all' as rule,
        every_order as rows_in,
        every_order as rows_kept,
        every_order as rows_affected,
        'Orders of the simulation, all made up.' as decision
    from counts
    union all
    select
        'orders' as table_name,
        'refund' as rule,
        every_order as rows_in,
        every_order as rows_kept,
        refunds as rows_affected,
        'Refunds, rows of their own: kept, but not counted as purchases.' as decision
    from counts
    union all
    select
        'orders' as table_name,
        'amount_unknown' as rule,
        every_order as rows_in,
        every_order as rows_kept,
        without_amount as rows_affected,
        'Orders without an amount: counted as purchases.' as decision
    from counts

)

select
    source_origin.source_system,
    rules.table_name,
    rules.rule,
    rules.rows_in,
    rules.rows_kept,
    rules.rows_in - rules.rows_kept as rows_dropped,
    rules.rows_affected,
    rules.decision
from rules
cross join source_origin
order by rules.table_name, rules.rule;

-- load_audit: one row a table and rule; every count is taken from the source itself.
with

counts as (

    select
        count(*) as every_order,
        count(distinct customer_id) as every_customer,
        count(
            case when cast(dollars as decimal(18, 2)) = 0 then 1 end
        ) as free_of_charge
    from source_orders

),

rules as (

    select
        'customers' as table_name,
        'all' as rule,
        every_customer as rows_in,
        (select count(*) from customer_keys) as rows_kept,
        every_customer as rows_affected,
        'Customers in the purchase log.' as decision
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
        'Lines of the purchase log, an order each.' as decision
    from counts
    union all
    select
        'orders' as table_name,
        'goods_free_of_charge' as rule,
        every_order as rows_in,
        every_order as rows_kept,
        free_of_charge as rows_affected,
        'Orders of 0 dollars: counted as purchases.' as decision
    from counts

)

select
    'cdnow' as source_system,
    table_name,
    rule,
    rows_in,
    rows_kept,
    rows_in - rows_kept as rows_dropped,
    rows_affected,
    decision
from rules
order by table_name, rule;

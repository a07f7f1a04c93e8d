-- load_audit: one row a table and rule; every count is taken from the source itself.
with

lines as (

    select
        count(*) as every_line,
        count(case when source_transactions.quantity = 0 then 1 end) as no_quantity,
        count(
            case when product_keys.source_product_id is null then 1 end
        ) as not_in_list
    from source_transactions
    left join
        product_keys
        on source_transactions.product_id = product_keys.source_product_id

),

orders as (

    select
        count(*) as every_order,
        count(case when net_amount = 0 and quantity = 0 then 1 end) as nothing_bought,
        count(case when net_amount = 0 and quantity > 0 then 1 end) as free_of_charge,
        count(case when extract(hour from ordered_at) < 5 then 1 end) as before_five
    from baskets

),

rules as (

    select
        'customers' as table_name,
        'all' as rule,
        (select count(distinct household_id) from source_transactions) as rows_in,
        (select count(*) from customer_keys) as rows_kept,
        (select count(*) from customer_keys) as rows_affected,
        'Households in the purchase log.' as decision
    union all
    select
        'customers' as table_name,
        'synthetic_contacts' as rule,
        (select count(*) from customer_keys) as rows_in,
        (select count(*) from customer_keys) as rows_kept,
        (select count(*) from customer_keys) as rows_affected,
        'Name, email, phone, birthday and gender are made up; where the age band is'
        || ' known, the birthday falls in it on the day after the last order.'
            as decision
    union all
    select
        'demographics' as table_name,
        'all' as rule,
        (select count(*) from source_demographics) as rows_in,
        (
            select count(*)
            from source_demographics
            inner join
                customer_keys
                on source_demographics.household_id = customer_keys.household_id
        ) as rows_kept,
        (select count(*) from source_demographics) as rows_affected,
        'Households whose bands are known.' as decision
    union all
    select
        'products' as table_name,
        'all' as rule,
        (select count(*) from source_products) as rows_in,
        (select count(*) from product_keys) as rows_kept,
        (select count(*) from source_products) as rows_affected,
        'The product list.' as decision
    union all
    select
        'orders' as table_name,
        'all' as rule,
        every_order as rows_in,
        every_order as rows_kept,
        every_order as rows_affected,
        'Baskets, added up from their lines.' as decision
    from orders
    union all
    select
        'orders' as table_name,
        'nothing_bought' as rule,
        every_order as rows_in,
        every_order as rows_kept,
        nothing_bought as rows_affected,
        'No money and no goods: kept, but not counted as purchases.' as decision
    from orders
    union all
    select
        'orders' as table_name,
        'goods_free_of_charge' as rule,
        every_order as rows_in,
        every_order as rows_kept,
        free_of_charge as rows_affected,
        'Goods but no money, coupons paid for them: counted as purchases.' as decision
    from orders
    union all
    select
        'orders' as table_name,
        'day_as_written' as rule,
        every_order as rows_in,
        every_order as rows_kept,
        before_five as rows_affected,
        'The source names no time zone. Days are kept as written; its weeks turn at'
        || ' 05:00, so these orders, written before 05:00, may belong to the evening'
        || ' before where the shops are.' as decision
    from orders
    union all
    select
        'order_lines' as table_name,
        'all' as rule,
        every_line as rows_in,
        every_line as rows_kept,
        every_line as rows_affected,
        'Products in baskets.' as decision
    from lines
    union all
    select
        'order_lines' as table_name,
        'product_not_in_list' as rule,
        every_line as rows_in,
        every_line as rows_kept,
        not_in_list as rows_affected,
        'The product list lacks the product: the line is kept without a product, and'
        || ' the source''s key beside it.' as decision
    from lines
    union all
    select
        'order_lines' as table_name,
        'no_quantity' as rule,
        every_line as rows_in,
        every_line as rows_kept,
        no_quantity as rows_affected,
        'A quantity of 0 is kept as missing; the amount of the line counts.' as decision
    from lines
    union all
    select
        'campaigns' as table_name,
        'all' as rule,
        (select count(*) from source_campaign_descriptions) as rows_in,
        (select count(*) from source_campaign_descriptions) as rows_kept,
        (select count(*) from source_campaign_descriptions) as rows_affected,
        'Campaigns; none had a control group.' as decision
    union all
    select
        'campaign_touches' as table_name,
        'all' as rule,
        (select count(*) from source_campaigns) as rows_in,
        (select count(*) from source_campaigns) as rows_kept,
        (select count(*) from source_campaigns) as rows_affected,
        'The source has no day: the first day of the campaign is taken.' as decision
    union all
    select
        'campaign_responses' as table_name,
        'all' as rule,
        (select count(*) from source_coupon_redemptions) as rows_in,
        (select count(*) from source_coupon_redemptions) as rows_kept,
        (select count(*) from source_coupon_redemptions) as rows_affected,
        'Coupons handed in.' as decision

)

select
    'complete-journey' as source_system,
    table_name,
    rule,
    rows_in,
    rows_kept,
    rows_in - rows_kept as rows_dropped,
    rows_affected,
    decision
from rules
order by table_name, rule;

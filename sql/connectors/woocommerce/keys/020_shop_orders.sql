-- order_meta: one row an order among the posts, its settings side by side.
create or replace temp table order_meta as

select
    post_id,
    max(case when meta_key = '_customer_user' then meta_value end) as user_id,
    max(case when meta_key = '_billing_email' then meta_value end) as email,
    max(case when meta_key = '_billing_first_name' then meta_value end) as first_name,
    max(case when meta_key = '_billing_last_name' then meta_value end) as last_name,
    max(case when meta_key = '_billing_phone' then meta_value end) as phone,
    max(case when meta_key = '_billing_country' then meta_value end) as country,
    max(case when meta_key = '_order_currency' then meta_value end) as currency,
    max(case when meta_key = '_order_total' then meta_value end) as total,
    max(case when meta_key = '_order_tax' then meta_value end) as tax,
    max(case when meta_key = '_order_shipping' then meta_value end) as shipping,
    max(
        case when meta_key = '_order_shipping_tax' then meta_value end
    ) as shipping_tax
from source_postmeta
group by post_id;

-- shop_orders: one row an order or a refund, wherever the shop keeps them; what other
-- plugins keep among them, such as subscriptions, is none. Goods cost the total without
-- tax and shipping. In the shop's own tables tax_amount is that of the goods alone.
create or replace temp table shop_orders as

with

addresses as (

    select *
    from source_wc_order_addresses
    qualify row_number() over (partition by order_id order by id) = 1

),

details as (

    select
        order_id,
        max(shipping_total_amount) as shipping_total_amount,
        max(shipping_tax_amount) as shipping_tax_amount
    from source_wc_order_operational_data
    group by order_id

)

select
    'wc_orders' as source_table,
    orders.id as source_id,
    orders.type as kind,
    orders.status,
    orders.currency,
    orders.date_created_gmt as moment_text,
    nullif(orders.parent_order_id, '0') as parent_id,
    nullif(nullif(orders.customer_id, ''), '0') as user_id,
    nullif(trim(orders.billing_email), '') as email,
    nullif(trim(concat_ws(' ', addresses.first_name, addresses.last_name)), '') as name,
    nullif(trim(addresses.phone), '') as phone,
    nullif(trim(addresses.country), '') as country,
    coalesce(addresses.unescaped, 0) as unescaped,
    orders.total_amount as amount_text,
    try_cast(orders.total_amount as decimal(18, 6))
    - coalesce(try_cast(orders.tax_amount as decimal(18, 6)), 0)
    - coalesce(try_cast(details.shipping_total_amount as decimal(18, 6)), 0)
    - coalesce(try_cast(details.shipping_tax_amount as decimal(18, 6)), 0) as amount
from source_wc_orders as orders
cross join storage
left join addresses on orders.id = addresses.order_id
left join details on orders.id = details.order_id
where
    storage.orders_in = 'hpos'
    and orders.type in ('shop_order', 'shop_order_refund')
union all
select
    'posts' as source_table,
    posts.id as source_id,
    posts.post_type as kind,
    posts.post_status as status,
    meta.currency,
    posts.post_date_gmt as moment_text,
    nullif(posts.post_parent, '0') as parent_id,
    nullif(nullif(meta.user_id, ''), '0') as user_id,
    nullif(trim(meta.email), '') as email,
    nullif(trim(concat_ws(' ', meta.first_name, meta.last_name)), '') as name,
    nullif(trim(meta.phone), '') as phone,
    nullif(trim(meta.country), '') as country,
    0 as unescaped,
    meta.total as amount_text,
    try_cast(meta.total as decimal(18, 6))
    - coalesce(try_cast(meta.tax as decimal(18, 6)), 0)
    - coalesce(try_cast(meta.shipping_tax as decimal(18, 6)), 0)
    - coalesce(try_cast(meta.shipping as decimal(18, 6)), 0) as amount
from source_posts as posts
cross join storage
left join order_meta as meta on posts.id = meta.post_id
where storage.orders_in = 'legacy' and posts.post_type <> 'product';

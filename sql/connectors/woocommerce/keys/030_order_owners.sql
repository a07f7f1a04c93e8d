-- order_owners: one row an order (refunds too), and who ordered: the user, or for a
-- guest the user who ordered with the same email before or since, or the email. A
-- refund is of whoever ordered.
create or replace temp table order_owners as

with

users as (

    select
        lower(email) as same_email,
        min(user_id) as user_id
    from shop_orders
    where user_id is not null and email is not null
    group by lower(email)
    having count(distinct user_id) = 1

),

owners as (

    select
        shop_orders.source_id,
        shop_orders.parent_id,
        shop_orders.kind,
        case
            when shop_orders.user_id is not null then 'user:' || shop_orders.user_id
            when users.user_id is not null then 'user:' || users.user_id
            when shop_orders.email is not null
                then 'guest:' || lower(shop_orders.email)
        end as owner_id
    from shop_orders
    left join users on lower(shop_orders.email) = users.same_email

)

select
    owners.source_id,
    case
        when owners.kind = 'shop_order_refund' then parents.owner_id
        else owners.owner_id
    end as owner_id,
    owners.kind <> 'shop_order_refund' or parents.source_id is not null as has_order
from owners
left join owners as parents on owners.parent_id = parents.source_id;

-- order_fates: one row an order or a refund, and whether it is an order of ours. A
-- trashed one is deleted; one that was never paid or confirmed is none. Each stays in
-- its own currency, for which the shop has no rate. What was paid back for an order
-- that is none is none either.
create or replace temp table order_fates as

with

placed as (

    select
        shop_orders.*,
        order_owners.owner_id,
        order_owners.has_order,
        try_cast(shop_orders.moment_text as timestamp) as ordered_at,
        cast(
            try_cast(shop_orders.moment_text as timestamp) at time zone 'UTC'
            at time zone :time_zone as date
        ) as ordered_on,
        cast(round(shop_orders.amount, 2) as decimal(18, 2)) as net_amount,
        case
            when shop_orders.kind = 'shop_order_refund' then 'refunded'
            when shop_orders.status = 'wc-refunded' then 'refunded'
            when shop_orders.status = 'wc-cancelled' then 'cancelled'
            when
                list_contains(names_in(:counted_statuses), shop_orders.status)
                then 'completed'
        end as our_status
    from shop_orders
    inner join order_owners on shop_orders.source_id = order_owners.source_id

),

judged as (

    select
        source_table,
        source_id,
        parent_id,
        kind,
        upper(currency) as currency,
        email,
        name,
        phone,
        country,
        unescaped,
        owner_id,
        ordered_at,
        ordered_on,
        net_amount,
        our_status,
        cast(row_number() over (order by cast(source_id as bigint)) as bigint)
            as order_id,
        case
            when status = 'trash' then 'deleted'
            when our_status is null then 'not_won'
            when not has_order then 'orphan'
            when owner_id is null then 'no_customer'
            when ordered_at is null then 'unreadable_date'
            when ordered_on > :today then 'future_dated'
            when not regexp_matches(coalesce(currency, ''), '^[A-Za-z]{3}$')
                then 'unknown_currency'
            when amount_text is not null and net_amount is null then 'unreadable_amount'
            else 'kept'
        end as own_fate
    from placed

)

select
    judged.*,
    case
        when
            judged.own_fate = 'kept'
            and judged.kind = 'shop_order_refund'
            and parents.own_fate <> 'kept'
            then 'orphan'
        else judged.own_fate
    end as fate
from judged
left join judged as parents on judged.parent_id = parents.source_id;

-- customer_keys: one row somebody who ordered, with what the latest order says of them.
create or replace temp table customer_keys as

with

latest as (

    select
        owner_id,
        min(ordered_at) as first_seen_at,
        max_by(name, ordered_at) filter (where name is not null) as name,
        max_by(email, ordered_at) filter (where email is not null) as email,
        max_by(phone, ordered_at) filter (where phone is not null) as phone,
        max_by(country, ordered_at) filter (where country is not null) as country,
        max(unescaped) as unescaped
    from order_fates
    where fate = 'kept'
    group by owner_id

)

select
    latest.*,
    cast(row_number() over (order by owner_id) as integer) as customer_id
from latest;

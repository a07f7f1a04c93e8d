-- order_fates: one row a sales order or quotation, and whether it is an order of ours.
-- The moment of a confirmed order is that of its confirmation. Goods cost the amount
-- without tax, in the order's own currency.
create or replace temp table order_fates as

with

placed as (

    select
        orders.id as source_id,
        orders.state,
        customer_keys.customer_id,
        upper(currencies.name) as currency,
        try_cast(orders.date_order as timestamp) as ordered_at,
        cast(
            try_cast(orders.date_order as timestamp) at time zone 'UTC'
            at time zone :time_zone as date
        ) as ordered_on,
        cast(
            round(try_cast(orders.amount_untaxed as decimal(18, 6)), 2)
            as decimal(18, 2)
        ) as net_amount
    from source_sale_order as orders
    left join customer_keys on orders.partner_id = customer_keys.source_id
    left join source_res_currency as currencies on orders.currency_id = currencies.id

)

select
    placed.*,
    row_number() over (order by cast(source_id as bigint)) as order_id,
    case
        when state in ('draft', 'sent') then 'not_won'
        when customer_id is null then 'orphan'
        when ordered_at is null then 'unreadable_date'
        when ordered_on > :today then 'future_dated'
        when currency is null then 'unknown_currency'
        else 'kept'
    end as fate
from placed;

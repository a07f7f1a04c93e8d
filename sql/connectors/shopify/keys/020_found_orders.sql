-- found_orders: one row a beginning of an order. Who ordered is told by the email
-- alone. The amount is what was paid for the goods in the end, as in Shopify's own net
-- sales: without shipping, taxes, what was paid back, and gift cards. Where the total
-- is that of goods, shipping and tips alone, taxes are in their prices, and are taken
-- off in proportion. What was paid back holds as much tax as the order. The day is the
-- one that is written: it is that of the shop. Orders of the gateway for tests,
-- "bogus", are none.
create or replace temp table found_orders as

with

gifts as (

    select
        order_row,
        try_cast(sum(case when is_gift then price else 0 end) as decimal(18, 2))
            as gift_price,
        try_cast(sum(case when is_tip then price else 0 end) as decimal(18, 2))
            as tip_price,
        bool_and(is_gift) as is_all_gifts
    from order_parts
    where order_row is not null
    group by order_row

),

read_orders as (

    select
        order_parts.*,
        gifts.gift_price,
        gifts.tip_price,
        gifts.is_all_gifts,
        read_amount(order_parts.total, :decimal_mark) as total_read,
        coalesce(
            read_amount(order_parts.subtotal, :decimal_mark),
            read_amount(order_parts.total, :decimal_mark)
            - coalesce(read_amount(order_parts.shipping, :decimal_mark), 0)
            - coalesce(read_amount(order_parts.taxes, :decimal_mark), 0)
        ) as goods,
        coalesce(read_amount(order_parts.refunded_amount, :decimal_mark), 0)
            as refunded,
        coalesce(read_amount(order_parts.taxes, :decimal_mark), 0) as taxes_read,
        coalesce(read_amount(order_parts.shipping, :decimal_mark), 0) as shipping_read,
        lower(coalesce(order_parts.financial_status, 'paid')) as payment,
        min(order_parts.created_at) over (partition by order_parts.name)
        <> max(order_parts.created_at) over (partition by order_parts.name)
            as is_ambiguous
    from order_parts
    inner join gifts on order_parts.order_row = gifts.order_row
    where order_parts.is_beginning

),

taxed as (

    select
        *,
        coalesce(
            subtotal is not null
            and taxes_read > 0
            and goods - gift_price + shipping_read > 0
            and abs(total_read - goods - shipping_read - tip_price) <= 0.01,
            false
        ) as is_tax_in_prices,
        case
            when taxes_read > 0 and taxes_read < total_read and refunded > 0
                then
                    cast(refunded as double)
                    * (1 - cast(taxes_read as double) / cast(total_read as double))
            else cast(refunded as double)
        end as refunded_goods
    from read_orders

),

paid as (

    select
        *,
        case
            when is_tax_in_prices
                then
                    cast(goods - gift_price as double)
                    * (
                        1
                        - cast(taxes_read as double)
                        / cast(goods - gift_price + shipping_read as double)
                    )
            else cast(goods - gift_price as double)
        end as paid_for_goods
    from taxed

),

judged as (

    select
        *,
        case
            when refunded > 0
                then
                    try_cast(
                        round(greatest(paid_for_goods - refunded_goods, 0), 2)
                        as decimal(18, 2)
                    )
            when is_tax_in_prices
                then try_cast(round(paid_for_goods, 2) as decimal(18, 2))
            else try_cast(goods - gift_price as decimal(18, 2))
        end as net_amount,
        case
            when cancelled_at is not null or payment = 'voided' then 'cancelled'
            when
                payment = 'refunded' or (refunded > 0 and refunded >= total_read)
                then 'refunded'
            when payment in ('pending', 'expired', 'unpaid') then 'open'
            else 'completed'
        end as status
    from paid

)

select
    'orders' as source_table,
    line_number as row_order,
    cast(null as timestamp) as modified_at,
    coalesce(
        ltrim(id, ''''),
        case when is_ambiguous then name || ' ' || created_at else name end
    ) as source_id,
    case when email is not null then [lower(email)] else [] end as customer_ids,
    read_moment(created_at, :time_zone, :day_order) as ordered_at,
    read_date(created_at, :day_order) as ordered_on,
    upper(coalesce(currency, currency_of(total), :currency)) as currency,
    net_amount,
    status,
    status = 'completed'
    and not is_all_gifts
    and coalesce(net_amount >= 0, true) as counts_as_purchase,
    case
        when status = 'open' then 'not paid yet'
        when status <> 'completed' then status
        when is_all_gifts then 'gift cards only'
        when net_amount is null then 'amount unknown'
        when net_amount < 0 then 'refund'
        when net_amount = 0 then 'goods free of charge'
        when payment = 'partially_paid' then 'paid in part'
        when payment = 'authorized' then 'payment authorised'
        else 'paid'
    end as counts_reason,
    case
        when contains(lower(payment_method), 'bogus') then 'test_record' else 'kept'
    end as fate,
    list_filter(
        [
            case when is_tax_in_prices then 'tax_in_prices' end,
            case when gift_price <> 0 then 'gift_card' end,
            case when refunded > 0 then 'refunded_in_part' end,
            case
                when coalesce(subtotal, total) is not null and goods is null
                    then 'amount_unreadable'
            end
        ],
        lambda note: note is not null
    ) || clock_notes(created_at, :time_zone, :day_order) as notes
from judged;

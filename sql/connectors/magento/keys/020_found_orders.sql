-- found_orders: one row an order of the grid. The amount is what was paid for the
-- goods, less what was paid back. The grid has no lines.
create or replace temp table found_orders as

with

read_orders as (

    select
        *,
        lower(status) as order_status,
        coalesce(read_amount(total_refunded, :decimal_mark), 0) as refunded,
        coalesce(
            read_amount(subtotal, :decimal_mark),
            read_amount(
                coalesce(grand_total_base, grand_total_purchased), :decimal_mark
            ) - coalesce(read_amount(shipping_and_handling, :decimal_mark), 0)
        ) as goods
    from source_orders

),

judged as (

    select
        *,
        cast(
            case when refunded > 0 then greatest(goods - refunded, 0) else goods end
            as decimal(18, 2)
        ) as net_amount,
        case
            when
                order_status in ('canceled', 'cancelled', 'fraud', 'suspected fraud')
                then 'cancelled'
            when order_status in ('closed', 'refunded') then 'refunded'
            when list_contains(names_in(lower(:paid_statuses)), order_status)
                then 'completed'
            else 'open'
        end as status_read
    from read_orders

)

select
    'orders' as source_table,
    line_number as row_order,
    cast(null as timestamp) as modified_at,
    id as source_id,
    case when customer_email is not null then [lower(customer_email)] else [] end
        as customer_ids,
    read_moment(purchase_date, :time_zone, :day_order) as ordered_at,
    read_day(purchase_date, :time_zone, :day_order) as ordered_on,
    coalesce(
        currency_of(coalesce(subtotal, grand_total_base, grand_total_purchased)),
        :currency
    ) as currency,
    net_amount,
    status_read as status,
    status_read = 'completed' and coalesce(net_amount >= 0, true) as counts_as_purchase,
    case
        when status_read = 'open' then 'not paid yet'
        when status_read <> 'completed' then status_read
        when net_amount is null then 'amount unknown'
        when net_amount = 0 then 'goods free of charge'
        else 'paid'
    end as counts_reason,
    'kept' as fate,
    list_filter(
        [
            case when refunded > 0 then 'refunded_in_part' end,
            case
                when
                    coalesce(subtotal, grand_total_base, grand_total_purchased)
                    is not null
                    and goods is null
                    then 'amount_unreadable'
            end
        ],
        lambda note: note is not null
    ) || clock_notes(purchase_date, :time_zone, :day_order) as notes
from judged;

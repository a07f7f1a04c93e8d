-- found_orders: one row an order. Without a number of its own it has that of its row.
create or replace temp table found_orders as

with

read_orders as (

    select
        *,
        read_amount(amount, :decimal_mark) as amount_read,
        case
            when list_contains(names_in(lower(:cancelled_statuses)), lower(status))
                then 'cancelled'
            when list_contains(names_in(lower(:refunded_statuses)), lower(status))
                then 'refunded'
            when list_contains(names_in(lower(:open_statuses)), lower(status))
                then 'open'
            else 'completed'
        end as status_read,
        lower(status) in (
            'completed', 'complete', 'paid', 'shipped', 'delivered', 'fulfilled',
            'closed', 'invoiced', 'done', 'ok', 'bezahlt', 'abgeschlossen', 'versandt',
            'payé', 'payée', 'pagado', 'pagada', 'pago', 'pagato', 'betaald'
        ) as is_surely_completed
    from source_orders

)

select
    'orders' as source_table,
    line_number as row_order,
    cast(null as timestamp) as modified_at,
    coalesce(order_id, 'row ' || cast(line_number as varchar)) as source_id,
    case when customer_id is not null then [customer_id] else [] end as customer_ids,
    read_moment(order_date, :time_zone, :day_order) as ordered_at,
    read_day(order_date, :time_zone, :day_order) as ordered_on,
    upper(coalesce(currency, currency_of(amount), :currency)) as currency,
    amount_read as net_amount,
    case
        when status_read = 'completed' and amount_read < 0 then 'refunded'
        else status_read
    end as status,
    status_read = 'completed'
    and coalesce(amount_read >= 0, true) as counts_as_purchase,
    case
        when status_read = 'open' then 'not paid yet'
        when status_read <> 'completed' then status_read
        when amount_read < 0 then 'refund'
        when amount_read = 0 then 'goods free of charge'
        when amount_read is null then 'amount unknown'
        else 'paid'
    end as counts_reason,
    'kept' as fate,
    case
        when amount is not null and amount_read is null then ['amount_unreadable']
        else []
    end || case
        when status_read = 'completed' and not is_surely_completed
            then ['status_not_known']
        else []
    end || clock_notes(order_date, :time_zone, :day_order) as notes
from read_orders;

-- order_rows: one row an order that was found, with its customer, the key we give
-- it and its fate. The customer is the first of those the source names who is there.
create or replace temp table order_rows as

with

named as (

    select
        row_order,
        unnest(customer_ids) as source_id,
        generate_subscripts(customer_ids, 1) as place
    from found_orders

),

customers_of_orders as (

    select
        named.row_order,
        min_by(customer_keys.customer_id, named.place) as customer_id
    from named
    inner join customer_keys on named.source_id = customer_keys.source_id
    group by named.row_order

),

latest as (

    select
        found_orders.*,
        customers_of_orders.customer_id,
        row_number() over (
            partition by found_orders.source_id
            order by
                found_orders.modified_at desc nulls last,
                found_orders.row_order desc
        ) as recency,
        currency_codes.currency_code is not null as is_currency
    from found_orders
    left join currency_codes on found_orders.currency = currency_codes.currency_code
    left join
        customers_of_orders
        on found_orders.row_order = customers_of_orders.row_order

),

judged as (

    select
        *,
        case
            when source_id is null then 'no_id'
            when recency > 1 then 'duplicate_row'
            when fate <> 'kept' then fate
            when ordered_on is null or ordered_at is null then 'unreadable_date'
            when ordered_on > :today then 'future_dated'
            when coalesce(len(customer_ids), 0) = 0 then 'no_customer'
            when customer_id is null then 'orphan'
            when net_amount is not null and not is_currency
                then 'unknown_currency'
            else 'kept'
        end as final_fate
    from latest

)

select
    source_table,
    row_order,
    source_id,
    case
        when final_fate = 'kept'
            then
                row_number() over (
                    partition by final_fate = 'kept' order by ordered_at, source_id
                )
    end as order_id,
    customer_id,
    ordered_at,
    ordered_on,
    case when is_currency then currency end as currency,
    net_amount,
    status,
    counts_as_purchase,
    counts_reason,
    final_fate as fate,
    list_filter(
        notes || [
            case when net_amount is null then 'no_amount' end,
            case
                when net_amount is not null and currency = 'XXX'
                    then 'currency_not_told'
            end,
            case when len(customer_ids) > 1 then 'several_contacts' end,
            case when not counts_as_purchase then 'not_a_purchase' end
        ],
        lambda note: note is not null
    ) as notes
from judged;

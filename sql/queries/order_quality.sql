-- order_quality: one row, what is missing or odd in the orders of the segment before
-- as_of. An order is repeated if another one is like it in all that is compared.
with

copies as (

    select
        orders.customer_id,
        orders.ordered_at,
        orders.ordered_on,
        orders.currency,
        orders.net_amount,
        orders.status,
        orders.counts_as_purchase,
        count(*) as orders
    from orders
    inner join segment_members on orders.customer_id = segment_members.customer_id
    where orders.ordered_on < :as_of
    group by
        orders.customer_id,
        orders.ordered_at,
        orders.ordered_on,
        orders.currency,
        orders.net_amount,
        orders.status,
        orders.counts_as_purchase

)

select
    cast(sum(orders) as bigint) as orders,
    cast(
        sum(case when counts_as_purchase then 0 else orders end) as bigint
    ) as not_purchases,
    cast(
        sum(case when net_amount is null then orders else 0 end) as bigint
    ) as without_amount,
    cast(sum(orders - 1) as bigint) as repeated,
    cast(
        sum(case when cast(ordered_at as date) <> ordered_on then orders else 0 end)
        as bigint
    ) as other_day,
    max(ordered_on) as last_ordered_on
from copies;

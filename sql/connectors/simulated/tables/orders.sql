-- orders: one row an order of the simulation. An amount below 0 is a refund and does
-- not count; a missing one does.
select
    source_orders.line_number as id,
    customer_keys.customer_id,
    cast(source_orders.ordered_on as timestamp) as ordered_at,
    source_orders.ordered_on,
    case when source_orders.amount_cents is not null then 'EUR' end as currency,
    cast(source_orders.amount_cents * 0.01 as decimal(18, 2)) as net_amount,
    case
        when source_orders.amount_cents < 0 then 'refunded'
        else 'completed'
    end as status,
    coalesce(source_orders.amount_cents >= 0, true) as counts_as_purchase,
    case
        when source_orders.amount_cents < 0 then 'refund'
        when source_orders.amount_cents >= 0 then 'paid'
        else 'amount unknown'
    end as counts_reason,
    source_origin.source_system,
    cast(source_orders.line_number as varchar) as source_id
from source_orders
inner join customer_keys on source_orders.customer_id = customer_keys.source_id
cross join source_origin
order by id;

-- orders: one row an order, or what was paid back of one, in its own currency.
select
    order_fates.order_id as id,
    customer_keys.customer_id,
    order_fates.ordered_at,
    order_fates.ordered_on,
    order_fates.currency,
    order_fates.net_amount,
    order_fates.our_status as status,
    order_fates.our_status = 'completed'
    and coalesce(order_fates.net_amount, 0) >= 0 as counts_as_purchase,
    case
        when order_fates.kind = 'shop_order_refund' then 'paid back'
        when order_fates.our_status <> 'completed' then order_fates.our_status
        when order_fates.net_amount < 0 then 'less than nothing'
        else 'ordered'
    end as counts_reason,
    cast(:source_system as varchar) as source_system,
    order_fates.source_id
from order_fates
inner join customer_keys on order_fates.owner_id = customer_keys.owner_id
where order_fates.fate = 'kept'
order by id;

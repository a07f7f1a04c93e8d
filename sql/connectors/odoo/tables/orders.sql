-- orders: one row a sales order that was confirmed or cancelled, in its own currency.
select
    order_id as id,
    customer_id,
    ordered_at,
    ordered_on,
    currency,
    net_amount,
    case
        when state = 'cancel' then 'cancelled'
        when net_amount < 0 then 'refunded'
        else 'completed'
    end as status,
    state <> 'cancel' and coalesce(net_amount, 0) >= 0 as counts_as_purchase,
    case
        when state = 'cancel' then 'cancelled'
        when net_amount < 0 then 'less than nothing'
        else 'confirmed'
    end as counts_reason,
    cast(:source_system as varchar) as source_system,
    source_id
from order_fates
where fate = 'kept'
order by id;

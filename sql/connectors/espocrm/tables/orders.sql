-- orders: one row a won opportunity, in the base currency.
select
    order_id as id,
    customer_id,
    cast(ordered_on as timestamp) as ordered_at,
    ordered_on,
    currency,
    net_amount,
    case when net_amount < 0 then 'refunded' else 'completed' end as status,
    coalesce(net_amount, 0) >= 0 as counts_as_purchase,
    case when net_amount < 0 then 'less than nothing' else 'won' end
        as counts_reason,
    cast(:source_system as varchar) as source_system,
    source_id
from order_fates
where fate = 'kept'
order by id;

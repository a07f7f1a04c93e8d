-- orders: one row an invoice, or a won opportunity, in the base currency.
select
    order_id as id,
    customer_id,
    ordered_at,
    ordered_on,
    cast(:currency as varchar) as currency,
    cast(base_amount as decimal(18, 2)) as net_amount,
    case
        when stage = 'cancelled' then 'cancelled'
        when base_amount < 0 then 'refunded'
        else 'completed'
    end as status,
    stage <> 'cancelled' and coalesce(base_amount, 0) >= 0 as counts_as_purchase,
    case
        when stage = 'cancelled' then 'cancelled'
        when base_amount < 0 then 'credit note'
        when source_table = 'opportunities' then 'won'
        else 'invoiced'
    end as counts_reason,
    cast(:source_system as varchar) as source_system,
    source_id
from order_fates
where fate = 'kept'
order by id;

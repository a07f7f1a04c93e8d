-- orders: one row an invoice, or a customer's order, in the company's currency.
select
    order_id as id,
    customer_id,
    cast(ordered_on as timestamp) as ordered_at,
    ordered_on,
    currency,
    net_amount,
    case
        when stage = 'cancelled' then 'cancelled'
        when kind = '2' or net_amount < 0 then 'refunded'
        else 'completed'
    end as status,
    stage <> 'cancelled' and kind <> '2' and coalesce(net_amount, 0) >= 0
        as counts_as_purchase,
    case
        when stage = 'cancelled' then 'cancelled'
        when kind = '2' then 'credit note'
        when net_amount < 0 then 'less than nothing'
        when source_table = 'commande' then 'ordered'
        else 'invoiced'
    end as counts_reason,
    cast(:source_system as varchar) as source_system,
    source_id
from order_fates
where fate = 'kept'
order by id;

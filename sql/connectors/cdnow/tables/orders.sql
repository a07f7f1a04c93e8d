-- orders: one row a line of the file. Orders of 0 dollars count: something was sent.
select
    row_number() over (order by source_orders.line_number) as id,
    customer_keys.customer_id,
    cast(strptime(source_orders.ordered_on, '%Y%m%d') as timestamp) as ordered_at,
    cast(strptime(source_orders.ordered_on, '%Y%m%d') as date) as ordered_on,
    'USD' as currency,
    cast(source_orders.dollars as decimal(18, 2)) as net_amount,
    'completed' as status,
    true as counts_as_purchase,
    case
        when cast(source_orders.dollars as decimal(18, 2)) > 0 then 'paid'
        else 'goods free of charge'
    end as counts_reason,
    'cdnow' as source_system,
    cast(source_orders.line_number as varchar) as source_id
from source_orders
inner join customer_keys on source_orders.customer_id = customer_keys.source_id
order by id;

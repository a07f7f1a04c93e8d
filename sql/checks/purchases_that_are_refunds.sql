-- What counts as a purchase is neither cancelled nor refunded, nor costs less than 0.
select
    id,
    status,
    net_amount
from orders
where
    counts_as_purchase
    and (status in ('cancelled', 'refunded') or net_amount < 0);

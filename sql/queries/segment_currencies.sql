-- segment_currencies: one row a currency of the segment's orders before as_of, the one
-- most are in first; missing where no amount is known.
select
    orders.currency,
    count(*) as orders
from orders
inner join segment_members on orders.customer_id = segment_members.customer_id
where orders.ordered_on < :as_of
group by orders.currency
order by orders desc, orders.currency asc;

-- order_currencies: one row a currency, the one most orders are in first; missing where
-- no amount is known.
select
    currency,
    count(*) as orders
from orders
group by currency
order by orders desc, currency asc;

-- reporting_currency: at most one row, the currency most purchases before as_of were
-- in. Amounts in other currencies are missing to every sum: no rates, no adding up.
select
    currency,
    count(*) as purchases
from purchases
where purchased_on < :as_of and amount_cents is not null
group by currency
order by purchases desc, currency asc
limit 1;

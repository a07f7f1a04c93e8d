-- win_back: one row a customer who came at least twice and has stayed away for more
-- than 90 days before as_of. Who came most often is first, then who came last.
select customer_id
from purchase_days
where purchased_on < :as_of
group by customer_id
having
    count(*) >= 2
    and date_diff('day', max(purchased_on), :as_of) > 90
order by count(*) desc, max(purchased_on) desc, customer_id asc;

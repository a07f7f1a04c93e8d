-- next_best_buyers: one row a customer of a saved scoring run, the likeliest to buy
-- first.
select customer_id
from scores
where run_id = :run_id
order by probability desc, customer_id asc;

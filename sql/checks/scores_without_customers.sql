-- Every customer_id in scores is the id of a customer.
select
    scores.run_id,
    scores.customer_id
from scores
left join customers on scores.customer_id = customers.id
where customers.id is null;

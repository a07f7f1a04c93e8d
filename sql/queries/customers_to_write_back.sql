-- customers_to_write_back: one row a customer of a system whom a scoring run scored,
-- with the key that the system knows them by.
select
    customers.id as customer_id,
    customers.source_id,
    scores.probability,
    scores.expected_purchases,
    scores.expected_spend
from scores
inner join customers on scores.customer_id = customers.id
where scores.run_id = :run_id and customers.source_system = :written_for
order by customers.id;

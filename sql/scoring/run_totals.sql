-- run_totals: one row, how many customers a scoring run has and how many of them are
-- expected to buy.
select
    count(*) as customers,
    sum(probability) as expected_buyers
from scores
where run_id = :run_id;

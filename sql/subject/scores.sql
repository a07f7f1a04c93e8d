-- scores: one row a scoring run, and what it says of a person.
select
    run_id,
    as_of,
    horizon_days,
    probability,
    expected_purchases,
    expected_spend
from scores
where customer_id = :customer_id
order by run_id;

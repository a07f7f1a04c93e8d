-- Every run_id in scores is that of a scoring run.
select
    scores.run_id,
    scores.customer_id
from scores
left join scoring_runs on scores.run_id = scoring_runs.run_id
where scoring_runs.run_id is null;

-- scoring_run_model: at most one row, the fitted numbers of one scoring run, as JSON.
select model
from scoring_runs
where run_id = :run_id;

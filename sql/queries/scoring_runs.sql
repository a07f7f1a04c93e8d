-- scoring_runs: one row a scoring run, the newest first, without its model.
select
    run_id,
    as_of,
    horizon_days,
    department,
    rung,
    currency,
    made_at
from scoring_runs
order by made_at desc, run_id desc;

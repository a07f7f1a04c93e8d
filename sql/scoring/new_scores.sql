-- new_scores: a row in scores for each customer with a purchase before as_of. No row
-- leaves the database: customer_features stands for the query of this name, and the
-- probability is an expression over its columns, made from a fitted model.
insert into scores (run_id, customer_id, as_of, horizon_days, probability)
select
    :run_id as run_id,
    customer_id,
    :as_of as as_of,
    :horizon_days as horizon_days,
    :probability as probability
from customer_features;

-- former_scores: what an earlier scoring under the same run id left; it is deleted.
delete from scores
where run_id = :run_id;

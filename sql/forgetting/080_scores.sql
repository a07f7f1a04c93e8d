-- scores of the people who are forgotten.
delete from scores
where :is_theirs;

-- demographics of the people who are forgotten.
delete from demographics
where :is_theirs;

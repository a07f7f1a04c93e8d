-- consents of the people who are forgotten.
delete from consents
where :is_theirs;

-- communications of the people who are forgotten.
delete from communications
where :is_theirs;

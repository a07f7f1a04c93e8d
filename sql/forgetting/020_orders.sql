-- orders of the people who are forgotten.
delete from orders
where :is_theirs;

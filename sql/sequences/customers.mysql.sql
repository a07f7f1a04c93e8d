-- customers: ids that are given out from here on come after the highest one loaded,
-- which is what MySQL makes of a number that is too low.
-- sqlfluff:dialect:mysql
alter table customers auto_increment = 1;

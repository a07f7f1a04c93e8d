-- The rows that came in have been put in their place.
drop table incoming;

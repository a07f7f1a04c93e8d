-- rows_looked_through: one row, how many rows this session has read so far by going
-- through tables from one end to the other. Asking does not count.
-- sqlfluff:dialect:mysql
show session status like 'Handler_read_rnd_next';

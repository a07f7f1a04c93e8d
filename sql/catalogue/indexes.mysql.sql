-- indexes: one row an index of this database.
-- sqlfluff:dialect:mysql
select distinct lower(index_name) as index_name
from information_schema.statistics
where table_schema = database();

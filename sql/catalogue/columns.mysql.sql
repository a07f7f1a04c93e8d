-- columns: one row a column of a table or view of this database.
-- sqlfluff:dialect:mysql
select
    concat(table_name, '') as table_name,
    concat(column_name, '') as column_name
from information_schema.columns
where table_schema = database()
order by table_name, ordinal_position;

-- columns: one row a column of a table or view of this database.
-- sqlfluff:dialect:mysql
select
    table_name as table_name,
    column_name as column_name
from information_schema.columns
where table_schema = database()
order by table_name, ordinal_position;

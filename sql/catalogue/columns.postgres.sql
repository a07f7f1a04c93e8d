-- columns: one row a column of a table or view of this database.
-- sqlfluff:dialect:postgres
select
    cast(table_name as text) as table_name,
    cast(column_name as text) as column_name
from information_schema.columns
where table_schema = current_schema()
order by table_name, ordinal_position;

-- columns: one row a column of a table or view of this database.
select
    table_name,
    column_name
from information_schema.columns
where table_schema = current_schema()
order by table_name, ordinal_position;

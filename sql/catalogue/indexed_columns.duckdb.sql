-- indexed_columns: one row a column of a table and an index, key or reference with it.
select
    table_name,
    unnest(constraint_column_names) as column_name
from duckdb_constraints()
where constraint_type in ('PRIMARY KEY', 'UNIQUE', 'FOREIGN KEY')
union all
select
    indexes.table_name,
    columns.column_name
from duckdb_indexes() as indexes
inner join duckdb_columns() as columns on indexes.table_name = columns.table_name
where contains(indexes.expressions, columns.column_name);

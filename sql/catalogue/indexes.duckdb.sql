-- indexes: one row an index.
select index_name
from duckdb_indexes();

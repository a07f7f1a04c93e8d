-- indexes: one row an index of the schema that is looked into first.
-- sqlfluff:dialect:postgres
select indexname as index_name
from pg_indexes
where schemaname = current_schema();

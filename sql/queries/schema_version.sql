-- schema_version: one row, the version of the schema that this database is in.
select max(version) as version
from schema_versions;

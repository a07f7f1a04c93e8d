-- facts: one row a thing that the data say of themselves.
select
    'version of ' || name as fact,
    latest_version as value
from source_ir_module_module
where latest_version is not null;

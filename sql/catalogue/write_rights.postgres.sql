-- write_rights: one row a right to write that this user has on a table of this schema.
-- sqlfluff:dialect:postgres
with

rights as (

    select 'INSERT' as right_name
    union all
    select 'UPDATE' as right_name
    union all
    select 'DELETE' as right_name
    union all
    select 'TRUNCATE' as right_name

)

select distinct rights.right_name
from rights
cross join pg_class
where
    pg_class.relnamespace = cast(current_schema() as regnamespace)
    and pg_class.relkind in ('r', 'p')
    and has_table_privilege(pg_class.oid, rights.right_name)
order by rights.right_name;

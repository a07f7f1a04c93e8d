-- write_rights: one row a right to write that this user has on this database, or on one
-- of its tables.
-- sqlfluff:dialect:mysql
select distinct rights.privilege_type as right_name
from (
    select
        grantee,
        privilege_type
    from information_schema.user_privileges
    union all
    select
        grantee,
        privilege_type
    from information_schema.schema_privileges
    where database() like table_schema
    union all
    select
        grantee,
        privilege_type
    from information_schema.table_privileges
    where table_schema = database()
) as rights
where
    rights.grantee = concat('''', replace(current_user(), '@', '''@'''), '''')
    and rights.privilege_type in ('INSERT', 'UPDATE', 'DELETE', 'ALTER', 'DROP')
order by right_name;

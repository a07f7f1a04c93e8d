-- engine: one row, what MySQL or MariaDB says of itself, and whether this user has all
-- rights in this database that a load needs.
-- sqlfluff:dialect:mysql
select
    case when version() like '%MariaDB%' then 'MariaDB' else 'MySQL' end as engine,
    version() as engine_version,
    @@session.time_zone as session_time_zone,
    case
        when @@global.time_zone = 'SYSTEM' then @@system_time_zone
        else @@global.time_zone
    end as server_time_zone,
    (
        select count(distinct rights.privilege_type)
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
        ) as rights
        where
            rights.grantee
            = concat('''', replace(current_user(), '@', '''@'''), '''')
            and rights.privilege_type in (
                'ALTER', 'CREATE', 'CREATE VIEW', 'DROP', 'INDEX', 'INSERT',
                'REFERENCES'
            )
    ) = 7 as may_write,
    null as memory_limit,
    null as threads;

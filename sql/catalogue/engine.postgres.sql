-- engine: one row, what PostgreSQL says of itself (its zone is that of its log: ours is
-- UTC), and whether this user may make a schema, and tables, and replace those there.
-- sqlfluff:dialect:postgres
select
    'PostgreSQL' as engine,
    current_setting('server_version') as engine_version,
    current_setting('TimeZone') as session_time_zone,
    (
        select pg_settings.reset_val
        from pg_settings
        where pg_settings.name = 'log_timezone'
    ) as server_time_zone,
    has_database_privilege(current_database(), 'CREATE')
    and has_schema_privilege(current_schema(), 'CREATE')
    and not exists (
        select pg_class.oid
        from pg_class
        inner join pg_namespace on pg_class.relnamespace = pg_namespace.oid
        where
            pg_namespace.nspname = current_schema()
            and not pg_has_role(pg_class.relowner, 'USAGE')
    ) as may_write,
    null as memory_limit,
    null as threads;

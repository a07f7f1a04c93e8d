-- engine: one row, what DuckDB says of itself. Who may write is said by the file.
select
    'DuckDB' as engine,
    version() as engine_version,
    current_setting('TimeZone') as session_time_zone,
    current_setting('TimeZone') as server_time_zone,
    null as may_write,
    current_setting('memory_limit') as memory_limit,
    cast(current_setting('threads') as bigint) as threads;

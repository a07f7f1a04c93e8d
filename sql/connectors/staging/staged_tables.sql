-- staged_tables: one row a source table that was staged completely, and the columns
-- that were read. Text that was read last begins where the next load goes on.
create table if not exists staged_tables (
    table_name varchar not null,
    column_names varchar not null,
    read_until varchar,
    primary key (table_name)
);

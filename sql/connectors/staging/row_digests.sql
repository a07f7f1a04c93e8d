-- row_digests: one row a source table that was staged: how many rows it has, and the
-- sum of their hashes, which is the same in whatever order they are.
create table if not exists row_digests (
    table_name varchar not null,
    row_count bigint not null,
    row_hashes hugeint not null,
    primary key (table_name)
);

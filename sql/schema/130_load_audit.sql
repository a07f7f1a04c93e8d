-- load_audit: one row a source table and rule, so that every row is accounted for:
-- rows_in = rows_kept + rows_dropped.
create table load_audit (
    source_system varchar(64) not null,
    table_name varchar(64) not null,
    rule varchar(64) not null,
    rows_in bigint not null,
    rows_kept bigint not null,
    rows_dropped bigint not null,
    rows_affected bigint not null,
    decision varchar(500) not null,
    primary key (source_system, table_name, rule),
    check (rows_in = rows_kept + rows_dropped)
);

comment on table load_audit is
'One row a source table and rule: what came in, was kept, dropped, and why.';
comment on column load_audit.source_system is 'System or data set';
comment on column load_audit.table_name is 'Table of ours that was filled';
comment on column load_audit.rule is 'Short name of the rule; all = the whole table';
comment on column load_audit.rows_in is 'Rows that the source has';
comment on column load_audit.rows_kept is 'Rows kept';
comment on column load_audit.rows_dropped is 'Rows left out';
comment on column load_audit.rows_affected is 'Rows that the rule speaks of';
comment on column load_audit.decision is 'What was decided on them, in a sentence';

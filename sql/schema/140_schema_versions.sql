-- schema_versions: one row a version of the schema that this database was made in, or
-- brought to by sql/upgrades. The highest counts. Version 1 had no such table.
create table schema_versions (
    version integer not null,
    primary key (version)
);

comment on table schema_versions is
'One row a version of the schema that this database was made in, or brought to.';
comment on column schema_versions.version is
'Counted from 1; a program opens the version that it was written for, and no other';

insert into schema_versions (version) values (3);

-- From version 1 to 2: a database knows the version of its schema.
-- The version is the last thing that is written, and what comes before it can be done
-- twice: MySQL ends a transaction at each definition.
create table if not exists schema_versions (
    version integer not null,
    primary key (version)
);

comment on table schema_versions is
'One row a version of the schema that this database was made in, or brought to.';
comment on column schema_versions.version is
'Counted from 1; a program opens the version that it was written for, and no other';

insert into schema_versions (version) values (2);

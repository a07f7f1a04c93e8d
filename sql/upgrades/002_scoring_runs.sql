-- From version 1 to 2: scoring runs are kept with their models, and a database knows
-- the version of its schema.
-- The version is the last thing that is written, and what comes before it can be done
-- twice: MySQL ends a transaction at each definition.
create table if not exists scoring_runs (
    run_id varchar(128) not null,
    as_of date not null,
    horizon_days integer not null,
    department varchar(255) not null,
    rung varchar(64) not null,
    currency varchar(3) not null,
    made_at timestamp not null,
    model text not null,
    primary key (run_id),
    check (horizon_days > 0)
);

comment on table scoring_runs is
'One row a scoring run, with the model that its scores are from.';
comment on column scoring_runs.run_id is 'The scoring run';
comment on column scoring_runs.as_of is 'First day that was not known yet';
comment on column scoring_runs.horizon_days is 'How far ahead, in days';
comment on column scoring_runs.department is
'What a purchase is of; all for every order that counts';
comment on column scoring_runs.rung is 'The purchase model that was used';
comment on column scoring_runs.currency is
'ISO 4217 code of amounts; empty if none was known';
comment on column scoring_runs.made_at is 'Moment of the run, UTC';
comment on column scoring_runs.model is 'Its fitted numbers, as JSON';

create table if not exists schema_versions (
    version integer not null,
    primary key (version)
);

comment on table schema_versions is
'One row a version of the schema that this database was made in, or brought to.';
comment on column schema_versions.version is
'Counted from 1; a program opens the version that it was written for, and no other';

insert into schema_versions (version) values (2);

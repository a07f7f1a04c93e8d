-- data_loads: one row a data set in this database, for notices and re-loading.
create table data_loads (
    source_system varchar(64) not null,
    title varchar(255) not null,
    licence varchar(255) not null,
    loader_fingerprint varchar(64) not null,
    contacts_are_synthetic boolean not null,
    orders_are_simulated boolean not null,
    loaded_at timestamp not null,
    primary key (source_system)
);

comment on table data_loads is
'One row a data set in this database, for notices and re-loading.';
comment on column data_loads.source_system is 'System or data set';
comment on column data_loads.title is 'Its name in prose';
comment on column data_loads.licence is 'Its licence';
comment on column data_loads.loader_fingerprint is
'Digest of the SQL, the loader and the source files: equal means nothing to do';
comment on column data_loads.contacts_are_synthetic is
'Whether names, addresses, phones, birthdays and genders were made up';
comment on column data_loads.orders_are_simulated is
'Whether the purchases were made up as well';
comment on column data_loads.loaded_at is 'Moment of the load, UTC';

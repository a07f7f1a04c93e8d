-- contact_exports: one row a contact list that was written to a file. Kept over loads.
create table contact_exports (
    export_id varchar(64) not null,
    list_name varchar(64) not null,
    channel varchar(32) not null,
    purpose varchar(255) not null,
    as_of date not null,
    exported_at timestamp not null,
    expires_on date not null,
    holdout_seed bigint,
    file_sha256 varchar(64) not null,
    primary key (export_id)
);

comment on table contact_exports is
'One row a contact list that was written to a file. Kept over loads.';
comment on column contact_exports.export_id is 'The export';
comment on column contact_exports.list_name is 'A file in sql/contact_lists';
comment on column contact_exports.channel is 'email, phone or post';
comment on column contact_exports.purpose is 'What for, in the words of who exported';
comment on column contact_exports.as_of is 'First day that was not known yet';
comment on column contact_exports.exported_at is 'Moment of the export, UTC';
comment on column contact_exports.expires_on is
'First day on which the file must be gone';
comment on column contact_exports.holdout_seed is
'Seed of the draw of who was held out; missing if nobody was';
comment on column contact_exports.file_sha256 is 'Digest of the file';

-- From version 2 to 3: who was forgotten, which contact lists were exported, and a view
-- that ages are counted from.
-- The version is the last thing that is written, and what comes before it can be done
-- twice: MySQL ends a transaction at each definition.
create table if not exists tombstones (
    tombstone varchar(32) not null,
    key_check varchar(32) not null,
    forgotten_on date not null,
    primary key (tombstone)
);

comment on table tombstones is
'One row a person who was forgotten, so that no load brings them back.';
comment on column tombstones.tombstone is
'Keyed hash of source system and source id, by a key kept elsewhere';
comment on column tombstones.key_check is
'Keyed hash of nothing: tells whether a key is the one that was used';
comment on column tombstones.forgotten_on is 'Day of the request, UTC';

create table if not exists contact_exports (
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

create table if not exists contact_list_members (
    export_id varchar(64) not null,
    contact_number integer not null,
    pseudonym varchar(32) not null,
    held_out boolean not null,
    responded_on date,
    primary key (export_id, contact_number)
);

comment on table contact_list_members is
'One row a person of a contact list, by pseudonym.';
comment on column contact_list_members.export_id is 'The export';
comment on column contact_list_members.contact_number is
'Counted from 1; the file has it too';
comment on column contact_list_members.pseudonym is 'The person, as reports say';
comment on column contact_list_members.held_out is
'Left out of the file at random, to compare with';
comment on column contact_list_members.responded_on is
'Day of the response, where outcomes were imported';

create or replace view customer_birthdays as

select
    id as customer_id,
    birthday,
    gender,
    cast(created_at as date) as created_on
from customers;

insert into schema_versions (version) values (3);

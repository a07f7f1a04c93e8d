-- tombstones: one row a person who was forgotten, so that no load brings them back.
-- Nothing in it tells who it was, except to the holder of the key and the source's id.
create table tombstones (
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

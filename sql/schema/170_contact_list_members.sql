-- contact_list_members: one row a person of a contact list, by pseudonym, so that a
-- load that gives out other keys keeps them. Who was held out is not in the file. That
-- the export is known, sql/checks prove, as with scores.
create table contact_list_members (
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

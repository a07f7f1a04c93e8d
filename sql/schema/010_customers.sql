-- customers: one row a person or household; the only table with personal data.
-- Everything but the article's five columns is read through customer_profiles.
create sequence customer_id_sequence;

create table customers (
    id integer not null default nextval('customer_id_sequence'),
    name varchar(255) not null,
    email varchar(255) not null,
    phone varchar(255),
    created_at timestamp default current_timestamp,
    birthday date,
    gender varchar(32),
    country varchar(2),
    source_system varchar(64),
    source_id varchar(255),
    pseudonym varchar(32),
    primary key (id),
    unique (source_system, source_id),
    unique (pseudonym)
);

comment on table customers is
'One row a person or household. The only table with personal data.';
comment on column customers.id is 'Internal key, given out by the loader';
comment on column customers.name is 'Full name, or a stand-in that says so';
comment on column customers.email is 'Email address, or a stand-in that says so';
comment on column customers.phone is 'Phone number as the source writes it';
comment on column customers.created_at is 'Moment the record was made, UTC';
comment on column customers.birthday is 'Day of birth as the source writes it';
comment on column customers.gender is
'As the source writes it: male, female, other text';
comment on column customers.country is 'ISO 3166-1 alpha-2 code';
comment on column customers.source_system is 'System or data set the record comes from';
comment on column customers.source_id is
'Key in the source, as written there: case and blanks are kept';
comment on column customers.pseudonym is
'Keyed hash of source system and source id: the name that reports use';

-- consents: one row a piece of evidence on whether a channel may be used.
-- Append-only: denied beats granted beats unknown, and nothing is overwritten.
create table consents (
    id integer not null,
    customer_id integer not null,
    channel varchar(32) not null,
    state varchar(16) not null,
    evidence_at timestamp not null,
    evidence varchar(255),
    primary key (id),
    foreign key (customer_id) references customers (id),
    check (state in ('granted', 'denied', 'unknown'))
);

comment on table consents is
'One row a piece of evidence on whether a channel may be used. Append-only.';
comment on column consents.id is 'Internal key, given out by the loader';
comment on column consents.customer_id is 'Whose consent';
comment on column consents.channel is 'email, phone or post';
comment on column consents.state is 'granted, denied or unknown';
comment on column consents.evidence_at is 'Moment the evidence is from, UTC';
comment on column consents.evidence is 'Where the evidence is kept';

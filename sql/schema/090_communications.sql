-- communications: one row a contact with a customer. No text bodies, by design.
create table communications (
    id integer not null,
    customer_id integer not null,
    channel varchar(32) not null,
    direction varchar(16) not null,
    occurred_at timestamp not null,
    outcome varchar(64),
    campaign_id integer,
    source_system varchar(64) not null,
    source_id varchar(255) not null,
    primary key (id),
    unique (source_system, source_id),
    foreign key (customer_id) references customers (id),
    foreign key (campaign_id) references campaigns (id),
    check (direction in ('inbound', 'outbound'))
);

comment on table communications is
'One row a contact with a customer. No text bodies, by design.';
comment on column communications.id is 'Internal key, given out by the loader';
comment on column communications.customer_id is 'With whom';
comment on column communications.channel is 'email, phone, meeting, post, ...';
comment on column communications.direction is 'inbound or outbound';
comment on column communications.occurred_at is 'Moment of the contact, UTC';
comment on column communications.outcome is 'held, opened, bounced, ...';
comment on column communications.campaign_id is 'The campaign it belongs to, if any';
comment on column communications.source_system is 'System or data set it comes from';
comment on column communications.source_id is 'Key in the source, as written there';

-- campaigns: one row a marketing campaign.
create table campaigns (
    id integer not null,
    name varchar(255) not null,
    kind varchar(64),
    starts_on date,
    ends_on date,
    has_control_group boolean not null,
    source_system varchar(64) not null,
    source_id varchar(255) not null,
    primary key (id),
    unique (source_system, source_id),
    check (ends_on is null or starts_on is null or ends_on >= starts_on)
);

comment on table campaigns is 'One row a marketing campaign.';
comment on column campaigns.id is 'Internal key, given out by the loader';
comment on column campaigns.name is 'What the source calls it';
comment on column campaigns.kind is 'Type of campaign in the source';
comment on column campaigns.starts_on is 'First day';
comment on column campaigns.ends_on is 'Last day';
comment on column campaigns.has_control_group is
'Whether some were left out at random: without it there is no effect to speak of';
comment on column campaigns.source_system is 'System or data set it comes from';
comment on column campaigns.source_id is 'Key in the source, as written there';

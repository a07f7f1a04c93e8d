-- campaign_responses: one row a thing a customer did with a campaign's offer,
-- such as a coupon handed in.
create table campaign_responses (
    id integer not null,
    campaign_id integer not null,
    customer_id integer not null,
    kind varchar(32) not null,
    responded_on date not null,
    source_id varchar(255) not null,
    primary key (id),
    foreign key (campaign_id) references campaigns (id),
    foreign key (customer_id) references customers (id)
);

comment on table campaign_responses is
'One row a thing a customer did with a campaign''s offer.';
comment on column campaign_responses.id is 'Internal key, given out by the loader';
comment on column campaign_responses.campaign_id is 'The campaign';
comment on column campaign_responses.customer_id is 'The customer';
comment on column campaign_responses.kind is 'coupon_redeemed, link_opened, ...';
comment on column campaign_responses.responded_on is 'Day of the response';
comment on column campaign_responses.source_id is
'What was used, in the source: the code of a coupon, say';

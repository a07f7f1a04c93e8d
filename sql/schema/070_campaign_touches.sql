-- campaign_touches: one row a customer that a campaign was sent or shown to.
create table campaign_touches (
    campaign_id integer not null,
    customer_id integer not null,
    touched_on date,
    channel varchar(32),
    in_control_group boolean not null,
    primary key (campaign_id, customer_id),
    foreign key (campaign_id) references campaigns (id),
    foreign key (customer_id) references customers (id)
);

comment on table campaign_touches is
'One row a customer that a campaign was sent or shown to.';
comment on column campaign_touches.campaign_id is 'The campaign';
comment on column campaign_touches.customer_id is 'The customer';
comment on column campaign_touches.touched_on is 'First day it reached the customer';
comment on column campaign_touches.channel is 'email, phone, post, ...';
comment on column campaign_touches.in_control_group is
'Left out at random, to compare with';

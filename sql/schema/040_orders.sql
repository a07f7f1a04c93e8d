-- orders: one row a purchase event, also the ones that do not count as a purchase.
-- Whether an order counts, and why, is decided once, by the loader.
create table orders (
    id bigint not null,
    customer_id integer not null,
    ordered_at timestamp not null,
    ordered_on date not null,
    currency varchar(3),
    net_amount decimal(18, 2),
    status varchar(32) not null,
    counts_as_purchase boolean not null,
    counts_reason varchar(64) not null,
    source_system varchar(64) not null,
    source_id varchar(255) not null,
    primary key (id),
    unique (source_system, source_id),
    foreign key (customer_id) references customers (id),
    check (net_amount is null or currency is not null)
);

comment on table orders is
'One row a purchase event, also the ones that do not count as a purchase.';
comment on column orders.id is 'Internal key, given out by the loader';
comment on column orders.customer_id is 'Who ordered';
comment on column orders.ordered_at is 'Moment of the order, UTC';
comment on column orders.ordered_on is 'Day of the order, as the source counts days';
comment on column orders.currency is 'ISO 4217 code of net_amount';
comment on column orders.net_amount is 'Paid for the goods; missing is not zero';
comment on column orders.status is 'completed, cancelled or refunded';
comment on column orders.counts_as_purchase is 'Whether the customer came and bought';
comment on column orders.counts_reason is 'Why it counts, or why not';
comment on column orders.source_system is 'System or data set it comes from';
comment on column orders.source_id is 'Key in the source, as written there';

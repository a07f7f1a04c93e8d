-- scores: one row a customer and scoring run. That the run is known, sql/checks prove:
-- MariaDB cannot set the collation of text that another table refers to.
create table scores (
    run_id varchar(128) not null,
    customer_id integer not null,
    as_of date not null,
    horizon_days integer not null,
    probability double not null,
    expected_purchases double,
    expected_spend double,
    primary key (run_id, customer_id),
    foreign key (customer_id) references customers (id),
    check (probability >= 0 and probability <= 1),
    check (horizon_days > 0)
);

comment on table scores is 'One row a customer and scoring run.';
comment on column scores.run_id is 'The scoring run';
comment on column scores.customer_id is 'The customer';
comment on column scores.as_of is 'First day that was not known yet';
comment on column scores.horizon_days is 'How far ahead, in days';
comment on column scores.probability is
'Of at least one purchase day in as_of <= day < as_of + horizon_days';
comment on column scores.expected_purchases is 'Purchase days expected in the horizon';
comment on column scores.expected_spend is
'Expected in the horizon, in the reporting currency';

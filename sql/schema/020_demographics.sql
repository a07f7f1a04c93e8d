-- demographics: one row a customer whose source knows more than contact data.
-- Bands as the source writes them; nothing is derived or guessed.
create table demographics (
    customer_id integer not null,
    age_band varchar(32),
    income_band varchar(32),
    home_ownership varchar(64),
    marital_status varchar(64),
    household_size varchar(32),
    household_composition varchar(64),
    children_count varchar(32),
    primary key (customer_id),
    foreign key (customer_id) references customers (id)
);

comment on table demographics is
'One row a customer whose source knows more than contact data.';
comment on column demographics.customer_id is 'The customer';
comment on column demographics.age_band is 'Age band in years';
comment on column demographics.income_band is 'Yearly income band in thousands';
comment on column demographics.home_ownership is 'Homeowner, renter, ...';
comment on column demographics.marital_status is 'Married, unmarried, ...';
comment on column demographics.household_size is 'People in the household, topped';
comment on column demographics.household_composition is 'Adults and children, in words';
comment on column demographics.children_count is 'Children in the household, topped';

-- without_people: takes the table that names people out of a copy of a database. What
-- reports read of it stays: two views become tables.
create table kept_profiles as
select
    customer_id,
    pseudonym,
    birth_year,
    gender,
    country,
    created_on,
    source_system
from customer_profiles;

drop view customer_profiles;

alter table kept_profiles rename to customer_profiles;

create table kept_birthdays as
select
    customer_id,
    birthday,
    gender,
    created_on
from customer_birthdays;

drop view customer_birthdays;

alter table kept_birthdays rename to customer_birthdays;

drop table customers;

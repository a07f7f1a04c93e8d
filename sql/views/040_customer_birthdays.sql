-- customer_birthdays: one row a customer, with the day of birth, for ages as of a day.
-- What reports count ages from instead of reading customers.
create view customer_birthdays as

select
    id as customer_id,
    birthday,
    gender,
    cast(created_at as date) as created_on
from customers;

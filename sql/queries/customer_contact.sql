-- customer_contact: one row, how to reach one customer.
-- Personal data: only where they are asked for, never for a report.
select
    name,
    email,
    phone
from customers
where id = :customer_id;

-- customer_listing: one row a customer whose name, email or phone matches a pattern.
-- Personal data: for the customers command only, never for a report.
select
    id,
    name,
    email,
    phone
from customers
where
    lower(name) like lower(:pattern) escape '!'
    or lower(email) like lower(:pattern) escape '!'
    or lower(phone) like lower(:pattern) escape '!'
order by id
limit :row_limit;

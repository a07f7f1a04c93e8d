-- source_of_person: at most one row, where a customer's record is from.
select
    source_system,
    source_id
from customers
where id = :customer_id;

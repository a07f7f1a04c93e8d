-- customers: ids that are given out from here on come after the highest one loaded.
-- sqlfluff:dialect:postgres
select setval('customer_id_sequence', max(id)) as last_id
from customers;

-- customers: ids that are given out from here on come after the highest one loaded.
select setval('customer_id_sequence', max(id)) as last_id
from customers;

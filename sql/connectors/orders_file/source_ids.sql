-- source_ids: one row a customer, the key that the file calls it by.
select source_id
from customers
order by id;

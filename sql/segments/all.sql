-- all: every customer.
select customer_id
from customer_profiles;

-- women: customers whose gender the source gives as female.
select customer_id
from customer_profiles
where gender = 'female';

-- men: customers whose gender the source gives as male.
select customer_id
from customer_profiles
where gender = 'male';

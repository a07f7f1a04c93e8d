-- customer_of_pseudonym: at most one row, the customer whom reports call so.
select customer_id
from customer_profiles
where pseudonym = :pseudonym;

-- Every customer_id in demographics is the id of a customer.
select demographics.customer_id
from demographics
left join customers on demographics.customer_id = customers.id
where customers.id is null;

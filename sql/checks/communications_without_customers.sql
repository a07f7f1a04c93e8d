-- Every customer_id in communications is the id of a customer.
select
    communications.id,
    communications.customer_id
from communications
left join customers on communications.customer_id = customers.id
where customers.id is null;

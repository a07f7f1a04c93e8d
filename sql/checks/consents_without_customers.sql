-- Every customer_id in consents is the id of a customer.
select
    consents.id,
    consents.customer_id
from consents
left join customers on consents.customer_id = customers.id
where customers.id is null;

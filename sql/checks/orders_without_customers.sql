-- Every customer_id in orders is the id of a customer.
select
    orders.id,
    orders.customer_id
from orders
left join customers on orders.customer_id = customers.id
where customers.id is null;

-- orders by customer, oldest first: the features and one customer's history.
create index orders_by_customer on orders (customer_id, ordered_on);

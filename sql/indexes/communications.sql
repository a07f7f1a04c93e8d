-- communications by customer: one customer's history.
create index communications_by_customer on communications (customer_id, occurred_at);

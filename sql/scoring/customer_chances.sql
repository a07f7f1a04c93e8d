-- customer_chances: one row a customer with a purchase before as_of, and the chance of
-- a purchase in the horizon. customer_features stands for the query of this name, and
-- the probability is an expression over its columns, made from a fitted model.
select
    customer_id,
    :probability as probability
from customer_features
order by customer_id;

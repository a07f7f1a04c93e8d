-- baskets: one row a basket, added up from its lines, with the key we give it.
create table baskets as

select
    basket_id,
    row_number() over (order by basket_id) as order_id,
    min(household_id) as household_id,
    min(transaction_timestamp) as ordered_at,
    sum(cast(sales_value as decimal(18, 2))) as net_amount,
    sum(quantity) as quantity
from source_transactions
group by basket_id;

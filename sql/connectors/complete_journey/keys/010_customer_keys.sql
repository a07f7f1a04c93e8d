-- customer_keys: one row a household, with the key we give it.
create table customer_keys as

select
    household_id,
    cast(row_number() over (order by household_id) as integer) as customer_id,
    min(transaction_timestamp) as first_seen_at
from source_transactions
group by household_id;

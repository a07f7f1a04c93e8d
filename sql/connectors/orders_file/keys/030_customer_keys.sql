-- customer_keys: one row a customer, with the key we give it.
create table customer_keys as

select
    source_id,
    cast(row_number() over (order by source_id) as integer) as customer_id,
    min(ordered_at) as first_seen_at
from file_lines
group by source_id;

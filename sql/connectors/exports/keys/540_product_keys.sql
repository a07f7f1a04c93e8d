-- product_keys: one row a product, with the key we give it.
create or replace temp table product_keys as

select
    source_id,
    cast(row_number() over (order by source_id) as integer) as product_id,
    name,
    category,
    department,
    brand
from found_products;

-- product_keys: one row a product of the list, with the key we give it.
create table product_keys as

select
    product_id as source_product_id,
    cast(row_number() over (order by product_id) as integer) as product_id
from source_products;

-- products: one row a product.
select
    product_id as id,
    name,
    category,
    department,
    brand,
    cast(:source_system as varchar) as source_system,
    source_id
from product_keys
order by product_id;

-- products: one row a product.
select
    product_id as id,
    left(name, 255) as name,
    left(category, 128) as category,
    left(department, 128) as department,
    left(brand, 128) as brand,
    cast(:source_system as varchar) as source_system,
    source_id
from product_keys
order by product_id;

-- products: one row a product of the list.
select
    product_keys.product_id as id,
    source_products.product_type as name,
    source_products.product_category as category,
    source_products.department,
    source_products.brand,
    'complete-journey' as source_system,
    cast(source_products.product_id as varchar) as source_id
from source_products
inner join
    product_keys
    on source_products.product_id = product_keys.source_product_id
order by product_keys.product_id;

-- products: one row a product or service. A department is a category.
select
    product_id as id,
    name,
    category,
    category as department,
    cast(:source_system as varchar) as source_system,
    source_id
from product_fates
where fate = 'kept'
order by id;

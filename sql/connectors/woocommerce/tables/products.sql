-- products: one row a product that is not in the trash. A department is a category.
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

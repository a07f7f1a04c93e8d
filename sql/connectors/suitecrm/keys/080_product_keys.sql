-- product_fates: one row a product, and whether it is one of ours.
create or replace temp table product_fates as

select
    products.id as source_id,
    cast(row_number() over (order by products.id) as integer) as product_id,
    left(nullif(trim(products.name), ''), 255) as name,
    left(
        coalesce(
            nullif(trim(categories.name), ''), nullif(trim(products.category), '')
        ),
        128
    ) as category,
    products.unescaped,
    case
        when coalesce(products.deleted, '1') <> '0' then 'deleted' else 'kept'
    end as fate
from source_aos_products as products
left join
    source_aos_product_categories as categories
    on
        products.aos_product_category_id = categories.id
        and categories.deleted = '0';

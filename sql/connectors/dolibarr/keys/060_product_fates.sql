-- product_fates: one row a product or service, and its first category.
create or replace temp table product_fates as

with

categories as (

    select
        links.fk_product as product_id,
        min_by(categories.label, cast(categories.rowid as bigint)) as category
    from source_categorie_product as links
    inner join source_categorie as categories on links.fk_categorie = categories.rowid
    group by links.fk_product

)

select
    products.rowid as source_id,
    cast(row_number() over (order by cast(products.rowid as bigint)) as integer)
        as product_id,
    left(nullif(trim(products.label), ''), 255) as name,
    left(categories.category, 128) as category,
    'kept' as fate
from source_product as products
left join categories on products.rowid = categories.product_id;

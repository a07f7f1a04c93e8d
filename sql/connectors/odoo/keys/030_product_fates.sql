-- product_fates: one row a product, and its name and category in the language asked
-- for, or in the first that there is. Since version 16 a name is a text for each
-- language.
create or replace temp table product_fates as

with

names as (

    select
        products.id as source_id,
        coalesce(products.active, 'true') = 'false' as is_archived,
        categories.name as category,
        case
            when not starts_with(templates.name, '{"') then templates.name
            else
                coalesce(
                    nullif(
                        regexp_extract(
                            templates.name, '"' || :language || '": "([^"]*)"', 1
                        ),
                        ''
                    ),
                    nullif(regexp_extract(templates.name, '": "([^"]*)"', 1), '')
                )
        end as name
    from source_product_product as products
    left join
        source_product_template as templates
        on products.product_tmpl_id = templates.id
    left join
        source_product_category as categories
        on templates.categ_id = categories.id

)

select
    source_id,
    cast(row_number() over (order by cast(source_id as bigint)) as integer)
        as product_id,
    left(name, 255) as name,
    left(category, 128) as category,
    is_archived,
    'kept' as fate
from names;

-- in_language: a text in the language asked for, or in the first that there is. Since
-- version 16 it is a text for each language, in which \ stands before \ and ".
create or replace macro in_language(texts, language) as
case
    when not starts_with(texts, '{"') then texts
    else
        regexp_replace(
            coalesce(
                nullif(
                    regexp_extract(
                        texts, '"' || language || '": "((?:[^"\\]|\\.)*)"', 1
                    ),
                    ''
                ),
                nullif(regexp_extract(texts, '": "((?:[^"\\]|\\.)*)"', 1), '')
            ),
            '\\(["\\/])',
            '\1',
            'g'
        )
end;

-- product_fates: one row a product, and its name and category.
create or replace temp table product_fates as

with

names as (

    select
        products.id as source_id,
        coalesce(products.active, 'true') = 'false' as is_archived,
        in_language(categories.name, :language) as category,
        in_language(templates.name, :language) as name
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

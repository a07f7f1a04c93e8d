-- product_fates: one row a product, its first category, and whether it is one of ours.
create or replace temp table product_fates as

with

categories as (

    select
        relations.object_id as product_id,
        min_by(terms.name, cast(terms.term_id as bigint)) as category
    from source_term_relationships as relations
    inner join
        source_term_taxonomy as taxonomy
        on relations.term_taxonomy_id = taxonomy.term_taxonomy_id
    inner join source_terms as terms on taxonomy.term_id = terms.term_id
    group by relations.object_id

)

select
    posts.id as source_id,
    cast(row_number() over (order by cast(posts.id as bigint)) as integer)
        as product_id,
    left(nullif(trim(posts.post_title), ''), 255) as name,
    left(categories.category, 128) as category,
    case when posts.post_status = 'trash' then 'deleted' else 'kept' end as fate
from source_posts as posts
left join categories on posts.id = categories.product_id
where posts.post_type = 'product';

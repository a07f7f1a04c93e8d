-- found_products: one row a product that stands on a line, as the latest line calls it.
create or replace temp table found_products as

select
    coalesce(real_id(product2id), productcode, name) as source_id,
    max_by(coalesce(name, productcode), line_number) as name,
    cast(null as varchar) as category,
    cast(null as varchar) as department,
    cast(null as varchar) as brand
from source_opportunitylineitem
where coalesce(real_id(product2id), productcode, name) is not null
group by coalesce(real_id(product2id), productcode, name);

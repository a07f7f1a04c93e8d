-- found_products: one row a product that stands on a line, as the last line calls it.
create or replace temp table found_products as

select
    product as source_id,
    max_by(coalesce(product_name, product), line_number) as name,
    max_by(category, line_number) as category,
    max_by(department, line_number) as department,
    max_by(brand, line_number) as brand
from source_order_lines
where product is not null
group by product;

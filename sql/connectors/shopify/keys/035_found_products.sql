-- found_products: one row a product, by its stock keeping unit or else its name, as the
-- latest order calls it. Its vendor is the department.
create or replace temp table found_products as

select
    coalesce(lineitem_sku, lineitem_name) as source_id,
    max_by(lineitem_name, line_number) as name,
    cast(null as varchar) as category,
    max_by(vendor, line_number) as department,
    max_by(vendor, line_number) as brand
from order_parts
where coalesce(lineitem_sku, lineitem_name) is not null and not is_tip
group by coalesce(lineitem_sku, lineitem_name);

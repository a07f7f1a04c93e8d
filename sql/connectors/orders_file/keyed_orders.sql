-- keyed_orders: one row a line of the file, with the customer's key for the id. A line
-- that stands twice is two orders: one purchase day, but both amounts are spent.
select
    file_lines.line_number,
    customer_keys.customer_id,
    file_lines.ordered_at,
    cast(file_lines.ordered_at as date) as ordered_on,
    file_lines.amount
from file_lines
inner join customer_keys on file_lines.source_id = customer_keys.source_id
order by file_lines.line_number;

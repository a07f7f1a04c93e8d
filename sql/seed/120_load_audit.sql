-- load_audit: what the sample was written with, rule by rule.
insert into load_audit (
    source_system, table_name, rule, rows_in, rows_kept, rows_dropped, rows_affected,
    decision
)
values
('sample', 'customers', 'all', 30, 30, 0, 30, 'Written by hand.'),
('sample', 'orders', 'all', 54, 54, 0, 54, 'Written by hand.'),
('sample', 'orders', 'refund', 54, 54, 0, 1, 'Kept, but not counted as a purchase.'),
('sample', 'orders', 'cancelled', 54, 54, 0, 1, 'Kept, but not counted as a purchase.'),
('sample', 'orders', 'nothing_bought', 54, 54, 0, 1,
    'No money and no goods: kept, but not counted as a purchase.'),
('sample', 'order_lines', 'product_not_in_list', 12, 12, 0, 1,
    'Kept without a product, with the source''s key beside it.');

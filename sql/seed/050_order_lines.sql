-- order_lines: lines add up to their order; most orders have none, as in many sources.
insert into order_lines (
    order_id, line_number, product_id, source_product_id, quantity, net_amount,
    discount_amount
)
values
-- one line, and two lines
(1, 1, 1, null, 2, 31.50, 0.00),
(2, 1, 1, null, 1, 16.25, 0.00),
(2, 2, 3, null, 1, 16.25, 1.00),
-- a product that the list lacks keeps the source's key
(13, 1, null, 'P-404', 1, 15.00, 0.00),
-- two orders on one day
(14, 1, 2, null, 1, 10.00, 0.00),
(15, 1, 2, null, 1, 12.50, 0.00),
-- bought, and given back
(17, 1, 5, null, 1, 80.00, 0.00),
(18, 1, 5, null, -1, -80.00, 0.00),
-- goods free of charge
(23, 1, 4, null, 1, 0.00, 10.00),
-- no quantity, no amount
(25, 1, 1, null, null, null, null),
-- measured, not counted
(29, 1, 2, null, 0.125, 5.00, 0.00),
(30, 1, 2, null, 0.125, 5.00, 0.00);

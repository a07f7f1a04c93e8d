-- Made-up people, each quirk of the shop once. Today is 2026-01-01.
insert into wp_options (option_name, option_value) values
('woocommerce_version', '9.1.0'), ('woocommerce_currency', 'EUR'),
('timezone_string', 'Europe/Berlin'), ('admin_email', 'CANARY@example.com'),
('woocommerce_custom_orders_table_enabled', 'yes');
insert into wp_wc_orders (id, status, currency, type, tax_amount, total_amount,
    customer_id, billing_email, date_created_gmt, date_updated_gmt, parent_order_id,
    ip_address, user_agent, customer_note) values
(1, 'wc-completed', 'EUR', 'shop_order', 19, 124.95, 7, 'Una@example.com',
    '2025-03-29 23:30:00', '2025-03-29 23:30:00', 0, 'CANARY', 'CANARY', 'CANARY'),
(2, 'wc-processing', 'USD', 'shop_order', 0, 50, 0, 'una@example.com',
    '2025-04-01 10:00:00', '2025-04-01 10:00:00', 0, null, null, null),  -- as a guest
(3, 'wc-completed', 'EUR', 'shop_order', 0, 30, 0, 'GUEST@example.com',
    '2025-04-02 10:00:00', '2025-04-02 10:00:00', 0, null, null, null),
(4, 'wc-pending', 'EUR', 'shop_order', 0, 30, 0, 'guest@example.com',
    '2025-04-03 10:00:00', '2025-04-03 10:00:00', 0, null, null, null),
(5, 'wc-cancelled', 'EUR', 'shop_order', 0, 31, 0, 'guest@example.com',
    '2025-04-04 10:00:00', '2025-04-04 10:00:00', 0, null, null, null),
(6, 'trash', 'EUR', 'shop_order', 0, 32, 0, 'guest@example.com',
    '2025-04-05 10:00:00', '2025-04-05 10:00:00', 0, null, null, null),
(7, 'wc-completed', 'EUR', 'shop_order_refund', -1.9, -11.9, 0, null,
    '2025-04-06 10:00:00', '2025-04-06 10:00:00', 1, null, null, null),
(8, 'wc-completed', 'EUR', 'shop_order_refund', 0, -5, 0, null,
    '2025-04-07 10:00:00', '2025-04-07 10:00:00', 99, null, null, null),  -- of no order
(9, 'wc-completed', 'EUR', 'shop_order', 0, 33, 0, '', '2025-04-08 10:00:00',
    '2025-04-08 10:00:00', 0, null, null, null),  -- of nobody known
(10, 'wc-completed', 'EUR', 'shop_order', 0, 34, 7, 'una@example.com',
    '0000-00-00 00:00:00', '2025-04-09 10:00:00', 0, null, null, null),
(11, 'wc-completed', 'EUR', 'shop_order', 0, 35, 7, 'una@example.com',
    '2026-01-01 23:30:00', '2026-01-01 23:30:00', 0, null, null, null),  -- tomorrow there
(12, 'wc-completed', '', 'shop_order', 0, 36, 7, 'una@example.com',
    '2025-04-10 10:00:00', '2025-04-10 10:00:00', 0, null, null, null),  -- of what
(13, 'wc-refunded', 'EUR', 'shop_order', 0, 37, 7, 'una@example.com',
    '2025-04-11 10:00:00', '2025-04-11 10:00:00', 0, null, null, null),
(14, 'checkout-draft', 'EUR', 'shop_order', 0, 37, 7, 'una@example.com',
    '2025-04-11 10:00:00', '2025-04-11 10:00:00', 0, null, null, null),
(15, 'wc-cancelled', 'EUR', 'shop_subscription', 0, 38, 7, 'una@example.com',
    '2025-04-12 10:00:00', '2025-04-12 10:00:00', 0, null, null, null),  -- no order
(16, 'wc-completed', 'EUR', 'shop_order_refund', 0, -30, 0, null,
    '2025-04-13 10:00:00', '2025-04-13 10:00:00', 4, null, null, null),  -- never paid
(17, 'wc-completed', 'EUR', 'shop_order_refund', 0, -31, 0, null,
    '2025-04-13 10:00:00', '2025-04-13 10:00:00', 5, null, null, null);  -- cancelled
insert into wp_wc_order_operational_data values (1, 1, 0.95, 5, 0), (2, 2, 0, 0, 0);
insert into wp_wc_order_addresses values
(1, 1, 'billing', 'Una', 'O&#039;Example', 'de', 'una@example.com', '+999 1'),
(2, 1, 'shipping', 'CANARY', 'Other', 'de', '', ''),
(3, 2, 'billing', 'Una', 'Later', 'de', 'una@example.com', '+999 1');
insert into wp_woocommerce_order_items values
(1, 'Tea', 'line_item', 1), (2, 'Cup', 'line_item', 1), (3, 'Post', 'shipping', 1),
(4, 'Wrapping', 'fee', 1), (5, 'Tea', 'line_item', 2), (6, 'Tea', 'line_item', 99);
insert into wp_woocommerce_order_itemmeta (order_item_id, meta_key, meta_value) values
(1, '_product_id', '101'), (1, '_qty', '2'), (1, '_line_total', '60'),
(1, '_line_tax', '11.4'), (2, '_product_id', '102'), (2, '_qty', '1'),
(2, '_line_total', '30'), (4, '_line_total', '10'),
(5, '_product_id', '404'), (5, '_qty', '1'), (5, '_line_total', '20');
insert into wp_posts (ID, post_date_gmt, post_title, post_status, post_modified_gmt,
    post_type, post_content) values
(101, '2024-01-01', 'Green &amp; Tea', 'publish', '2024-01-01', 'product', 'CANARY'),
(102, '2024-01-01', 'Cup', 'trash', '2024-01-01', 'product', ''),
(103, '2024-01-01', 'About', 'publish', '2024-01-01', 'page', 'CANARY'),
(201, '2025-05-01 10:00:00', 'Order', 'wc-completed', '2025-05-01', 'shop_order', ''),
(202, '2025-05-02 10:00:00', 'Refund', 'wc-completed', '2025-05-02',
    'shop_order_refund', '');
update wp_posts set post_parent = 201 where ID = 202;
insert into wp_postmeta (post_id, meta_key, meta_value) values
(201, '_customer_user', '0'), (201, '_billing_email', 'old@example.com'),
(201, '_billing_first_name', 'Olaf'), (201, '_billing_last_name', 'Older'),
(201, '_order_currency', 'EUR'), (201, '_order_total', '130.90'),
(201, '_order_tax', '19.00'), (201, '_order_shipping_tax', '1.90'),
(201, '_order_shipping', '10.00'), (201, '_customer_ip_address', 'CANARY'),
(202, '_order_currency', 'EUR'), (202, '_order_total', '-11.90'),
(202, '_order_tax', '-1.90');
insert into wp_term_relationships values (101, 11), (101, 12);
insert into wp_term_taxonomy values (11, 1, 'product_cat'), (12, 2, 'product_tag');
insert into wp_terms values (1, 'Tea'), (2, 'Green');

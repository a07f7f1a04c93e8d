-- Made-up companies and people, each quirk once. Today is 2026-01-01.
insert into res_country values (1, 'DE', '{"en_US": "Germany"}');
insert into res_currency values (1, 'EUR'), (2, 'USD');
insert into res_partner (id, name, commercial_partner_id, type, email, phone, active,
    customer_rank, country_id, comment, create_date, write_date) values
(1, 'Beispiel, "AG"', 1, 'contact', 'office@example.com', null, true, 1, 1, 'CANARY',
    '2024-01-01', '2024-01-01'),
(2, 'Ina Example', 1, 'contact', 'Ina@example.com', '+999 1', true, 0, 1, null,
    '2024-01-01', '2024-01-01'),  -- a person of it, who orders for it
(3, 'Warehouse', 1, 'delivery', null, null, true, 0, null, null, '2024-01-01',
    '2024-01-01'),
(4, 'Otto Example', 4, 'contact', null, null, false, 0, null, null, '2024-01-01',
    '2024-01-01'),  -- archived, not deleted
(5, 'Vendor', 5, 'contact', null, null, true, 0, null, null, '2024-01-01',
    '2024-01-01'),  -- never ordered
(6, 'Lost', 66, 'contact', null, null, true, 1, null, null, '2024-01-01',
    '2024-01-01');  -- of a company that is not there
update res_partner set email = 'Otto Example <otto@example.com>, o@example.com',
    email_normalized = 'otto@example.com' where id = 4;
update res_partner set email_normalized = lower(email) where id < 3;
insert into sale_order values
(1, 'S1', 2, 'sale', '2025-03-29 23:30:00', 1, 100.00, 19, 119, 'CANARY', '2025-03-01',
    '2025-03-29'),
(2, 'S2', 4, 'done', '2025-04-01 10:00:00', 2, 50.005, 0, 50.01, null, '2025-04-01',
    '2025-04-01'),
(3, 'S3', 4, 'draft', '2025-04-02 10:00:00', 1, 30, 0, 30, null, '2025-04-02',
    '2025-04-02'),
(4, 'S4', 1, 'cancel', '2025-04-03 10:00:00', 1, 31, 0, 31, null, '2025-04-03',
    '2025-04-03'),
(5, 'S5', 99, 'sale', '2025-04-04 10:00:00', 1, 32, 0, 32, null, '2025-04-04',
    '2025-04-04'),
(6, 'S6', 4, 'sale', '2025-04-05 10:00:00', 9, 33, 0, 33, null, '2025-04-05',
    '2025-04-05'),
(7, 'S7', 4, 'sale', '2026-01-01 23:30:00', 1, 34, 0, 34, null, '2025-04-06',
    '2025-04-06'),  -- tomorrow there
(8, 'S8', 4, 'sale', null, 1, 35, 0, 35, null, '2025-04-07', '2025-04-07');
insert into sale_order_line values
(1, 1, 1, 10, 2, 60, null, 'Tea', '2025-03-29'),
(2, 1, null, 5, 0, 0, 'line_section', 'Teas', '2025-03-29'),
(3, 1, 2, 20, 1, 40, null, 'Cup', '2025-03-29'),
(4, 2, 1, 10, 1, 20, null, 'Tea', '2025-04-01'),
(5, 3, 1, 10, 1, 30, null, 'Tea', '2025-04-02');
insert into product_template values
(1, '{"en_US": "Tea, 5\" \\", "de_DE": "Tee"}', 1), (2, '{"de_DE": "Tasse"}', null);
insert into product_product values (1, 1, true), (2, 2, false);
insert into product_category values (1, '{"en_US": "Teas"}');  -- an addon translates it
insert into mail_blacklist values
(1, 'ina@example.com', true, '2025-05-01'), (2, 'office@example.com', false,
    '2025-05-01'), (3, 'nobody@example.com', true, '2025-05-01'),
(4, 'otto@example.com', true, '2025-05-01');

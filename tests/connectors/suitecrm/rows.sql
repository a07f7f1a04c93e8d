-- Made-up people, each quirk of the system once. Today is 2026-01-01.
-- c1 has an entity in the name, c2 is deleted, c3 a test, c4 born in the future, c5 has
-- the email of c1 in other letters, was read in a wrong encoding and born on no day, c6 has
-- no name, no email, c7 is neither deleted nor not, so that SuiteCRM never shows it.
insert into contacts (id, date_entered, date_modified, deleted, first_name, last_name,
    phone_mobile, phone_work, do_not_call, lawful_basis, birthdate,
    primary_address_country, description) values
('c1', '2024-01-10 09:00:00', '2024-01-10 09:00:00', 0, 'Nora', 'O&#039;Example',
    '+999 111 1111', null, 0, '^consent^,^contract^', '1980-05-05', 'DE', 'CANARY body'),
('c2', '2024-01-11 09:00:00', '2024-01-11 09:00:00', 1, 'Dora', 'Deleted',
    null, null, 1, null, null, null, null),
('c3', '2024-01-12 09:00:00', '2024-01-12 09:00:00', 0, 'Test', 'Contact',
    null, null, 0, null, null, null, null),
('c4', '2024-01-13 09:00:00', '2024-01-13 09:00:00', 0, 'Fritz', 'Futureborn',
    null, '+999 222 2222', 1, '^withdrawn^', '2030-01-01', 'Germany', null),
('c5', '2024-01-14 09:00:00', '2024-01-14 09:00:00', 0, 'Nora', 'MÃ¼ller Twice',
    null, '+999-1111111', 0, null, '0000-00-00', 'at', null),
('c6', null, '2024-01-15 09:00:00', 0, '', null, '', null, 0, '', null, '', null),
('c7', '2024-01-16 09:00:00', '2024-01-16 09:00:00', null, 'Nulla', 'Unseen',
    null, null, 0, null, null, null, null);
insert into contacts_cstm values ('c1', 'CANARY', 'Female'), ('c4', null, 'm');
-- a1 has one contact, a2 two of them, a3 is deleted.
insert into accounts (id, name, date_entered, date_modified, deleted, annual_revenue,
    phone_office) values
('a1', 'Example &amp;amp; Sons', '2024-01-01 08:00:00', '2024-01-01 08:00:00', 0,
    'EUR 1.000', '+999 3'),
('a2', 'Beispiel GmbH', '2024-01-02 08:00:00', '2024-01-02 08:00:00', 0, null, null),
('a3', 'Gone Ltd', '2024-01-03 08:00:00', '2024-01-03 08:00:00', 1, null, null);
insert into accounts_contacts values
('ac1', 'c1', 'a1', '2024-02-01', 0),
('ac2', 'c1', 'a1', '2024-02-02', 0),  -- linked twice
('ac3', 'c4', 'a2', '2024-02-01', 0),
('ac4', 'c5', 'a2', '2024-02-01', 0),
('ac5', 'c4', 'a1', '2024-02-01', 1),  -- a link that was removed
('ac6', 'c6', 'a3', '2024-02-01', 0),  -- to an account that was
('ac7', 'nobody', 'a1', '2024-02-01', 0);
-- e1 is shared by c1 and c4, and opted out: both of them are; e3 is confirmed; e4 is
-- only an old link of c1; e5 belongs to a user.
insert into email_addresses (id, email_address, opt_out, confirm_opt_in,
    confirm_opt_in_date, date_created, date_modified, deleted) values
('e1', 'shared@example.com', 1, 'not-opt-in', null, '2024-01-01', '2025-03-01', 0),
('e2', 'nora@example.com', 0, 'not-opt-in', null, '2024-01-01', '2024-01-01', 0),
('e3', 'NORA@example.com', 0, 'confirmed-opt-in', '2025-04-01 12:00:00', '2024-01-01',
    '2025-04-02', 0),
('e4', 'old@example.com', 1, 'not-opt-in', null, '2024-01-01', '2024-01-01', 0),
('e5', 'staff@example.com', 1, 'not-opt-in', null, '2024-01-01', '2024-01-01', 0);
-- e6 is the other primary address of c1, and bounced: SuiteCRM takes e2.
insert into email_addresses (id, email_address, invalid_email, date_modified) values
('e6', 'bounced@example.com', 1, '2024-01-01');
insert into email_addr_bean_rel (id, email_address_id, bean_id, bean_module,
    primary_address, deleted, date_modified) values
('r0', 'e6', 'c1', 'Contacts', 1, 0, '2024-01-01'),
('r1', 'e1', 'c1', 'Contacts', 0, 0, '2024-01-01'),
('r2', 'e2', 'c1', 'Contacts', 1, 0, '2024-01-01'),
('r3', 'e1', 'c4', 'Contacts', 1, 0, '2024-01-01'),
('r4', 'e3', 'c5', 'Contacts', 1, 0, '2024-01-01'),
('r5', 'e4', 'c1', 'Contacts', 0, 1, '2024-01-01'),  -- a link that was removed
('r6', 'e5', 'u1', 'Users', 1, 0, '2024-01-01'),
('r7', 'e9', 'c6', 'Contacts', 1, 0, '2024-01-01'),  -- to no address
('r8', 'e3', 'c5', 'Contacts', 0, 0, '2024-01-01');  -- linked twice
-- One dollar is 0.8 of it, so a base unit is 1.25 dollars; one has no rate.
insert into currencies (id, iso4217, conversion_rate, deleted, date_modified) values
('usd', 'USD', 1.25, 0, '2024-01-01'),
('nil', 'ZZZ', 0, 0, '2024-01-01');
insert into aos_invoices (id, date_entered, date_modified, deleted, billing_account_id,
    billing_contact_id, subtotal_amount, tax_amount, shipping_amount, total_amount,
    currency_id, invoice_date, status) values
('i01', '2025-01-05 23:30:00', '2025-01-05 23:30:00', 0, 'a1', 'c1', 100, 19, 5, 124,
    '-99', '2025-01-05', 'Paid'),
('i02', '2025-02-05 10:00:00', '2025-02-05 10:00:00', 0, 'a1', 'c1', 125.01, 0, 0,
    125.01, 'usd', '2025-02-05', 'Unpaid'),  -- 100.008: 100.01
('i03', '2025-02-06 10:00:00', '2025-02-06 10:00:00', 0, 'a1', 'c1', 70, 0, 0, 70,
    'nil', '2025-02-06', 'Paid'),  -- at a rate of 0
('i04', '2025-02-07 10:00:00', '2025-02-07 10:00:00', 0, 'a1', 'c1', 80, 0, 0, 80,
    'lost', '2025-02-07', 'Paid'),  -- in no known currency
('i05', '2025-02-08 10:00:00', '2025-02-08 10:00:00', 0, 'a1', 'c4', 90, 0, 0, 90,
    null, '2025-02-08', 'Cancelled'),
('i06', '2025-02-09 10:00:00', '2025-02-09 10:00:00', 1, 'a1', 'c1', 1000, 0, 0, 1000,
    '-99', '2025-02-09', 'Paid'),  -- deleted
('i07', '2025-02-10 10:00:00', '2025-02-10 10:00:00', 0, 'a1', null, null, 19, 1, 60,
    '', '2025-02-10', ''),  -- the one contact of a1; 40 without tax and shipping
('i08', '2025-02-11 10:00:00', '2025-02-11 10:00:00', 0, 'a2', null, 50, 0, 0, 50,
    '-99', '2025-02-11', 'Paid'),  -- of either contact of a2
('i09', '2025-02-12 10:00:00', '2025-02-12 10:00:00', 0, null, 'nobody', 50, 0, 0, 50,
    '-99', '2025-02-12', 'Paid'),  -- of nobody
('i10', '2025-02-13 10:00:00', '2025-02-13 10:00:00', 0, null, 'c3', 50, 0, 0, 50,
    '-99', '2025-02-13', 'Paid'),  -- of a test
('i11', '2025-12-31 10:00:00', '2025-12-31 10:00:00', 0, null, 'c4', 11, 0, 0, 11,
    '-99', '2026-01-01', 'Paid'),  -- today
('i12', '2025-12-31 10:00:00', '2025-12-31 10:00:00', 0, null, 'c4', 12, 0, 0, 12,
    '-99', '2026-01-02', 'Paid'),  -- tomorrow
('i13', '2025-03-30 10:00:00', '2025-03-30 10:00:00', 0, null, 'c4', 13, 0, 0, 13,
    '-99', '0000-00-00', 'Paid'),  -- on no day
('i14', '2025-03-29 23:30:00', '2025-03-29 23:30:00', 0, null, 'c5', 14, 0, 0, 14,
    '-99', null, 'Paid'),  -- entered after midnight in Berlin, on the 30th
('i15', '2025-04-01 10:00:00', '2025-04-01 10:00:00', 0, null, 'c5', -14, 0, 0, -14,
    '-99', '2025-04-01', 'Paid'),  -- a credit note
('i16', '2025-04-02 10:00:00', '2025-04-02 10:00:00', 0, null, 'c6', null, null, null,
    null, '-99', '2025-04-02', 'Paid'),  -- without an amount
('i20', '2025-05-20 10:00:00', '2025-05-20 10:00:00', 0, null, 'c5', 25, 4.75, 0,
    29.75, '-99', '2025-05-20', 'Entwurf');  -- a draft, if cancelled_statuses says so
insert into aos_products_quotes (id, date_modified, deleted, parent_type, parent_id,
    product_id, number, product_qty, product_total_price) values
('l1', '2025-01-05', 0, 'AOS_Invoices', 'i01', 'p1', 2, 1.5, 60),
('l2', '2025-01-05', 0, 'AOS_Invoices', 'i01', 'p2', 1, 1, 40),
('l3', '2025-01-05', 1, 'AOS_Invoices', 'i01', 'p1', 3, 1, 99),  -- deleted
('l4', '2025-01-05', 0, 'AOS_Quotes', 'i01', 'p1', 1, 1, 77),  -- of a quote
('l5', '2025-02-05', 0, 'AOS_Invoices', 'i02', 'p1', 1, 1, 62.505),  -- 50.004
('l6', '2025-02-05', 0, 'AOS_Invoices', 'i02', 'p9', 2, 1, 62.505),  -- of no product
('l7', '2025-02-10', 0, 'AOS_Invoices', 'i07', 'p1', 1, 1, 33),  -- not all of i07
('l8', '2025-02-10', 0, 'AOS_Invoices', 'i99', 'p1', 1, 1, 33),  -- of no invoice
('l9', '2025-02-09', 0, 'AOS_Invoices', 'i06', 'p1', 1, 1, 33);  -- of a deleted one
-- Lines whose totals hold the tax, as SuiteCRM writes them if totalTax is set; the second
-- is a service: of product 0, without a quantity, and there once.
insert into aos_products_quotes (id, date_modified, deleted, parent_type, parent_id,
    product_id, number, product_qty, product_unit_price, vat_amt, product_total_price)
values
('la', '2025-05-20', 0, 'AOS_Invoices', 'i20', 'p1', 1, 2, 10, 3.8, 23.8),  -- 20.00
('lb', '2025-05-20', 0, 'AOS_Invoices', 'i20', '0', 1, null, 5, 0.95, 5.95);  -- 5.00
insert into aos_products (id, name, date_modified, deleted, category,
    aos_product_category_id) values
('p1', 'Tea &quot;Green&quot;', '2024-01-01', 0, 'Other', 'k1'),
('p2', 'Cup', '2024-01-01', 0, 'Goods', null),
('p3', 'Old', '2024-01-01', 1, null, null);
insert into aos_product_categories values ('k1', 'Tea', '2024-01-01', 0);
-- Won, lost, of two contacts, of a contact whose link was removed.
insert into opportunities (id, name, date_entered, date_modified, deleted, amount,
    currency_id, date_closed, sales_stage) values
('o1', 'Big', '2025-05-01', '2025-05-01', 0, 400.1, '-99', '2025-05-03', 'Closed Won'),
('o2', 'Lost', '2025-05-01', '2025-05-01', 0, 700, '-99', '2025-05-04', 'Closed Lost'),
('o3', 'Two', '2025-05-01', '2025-05-01', 0, 250, 'usd', '2025-05-05', 'Closed Won'),
('o4', 'None', '2025-05-01', '2025-05-01', 0, 9, '-99', '2025-05-06', 'Closed Won');
insert into accounts_opportunities values
('ao1', 'o1', 'a1', '2025-05-01', 0), ('ao3', 'o3', 'a2', '2025-05-01', 0);
insert into opportunities_contacts values
('oc1', 'c1', 'o1', null, '2025-05-01', 0), ('oc2', 'c1', 'o1', null, '2025-05-01', 0),
('oc3', 'c4', 'o3', null, '2025-05-01', 0), ('oc4', 'c5', 'o3', null, '2025-05-01', 0),
('oc5', 'c5', 'o4', null, '2025-05-01', 1);
insert into calls (id, name, date_modified, deleted, date_start, parent_type, parent_id,
    status, direction, description) values
('k1', 'One', '2025-01-01', 0, '2025-01-01 10:00:00', 'Contacts', 'c1', 'Held',
    'Inbound', 'CANARY body'),  -- and linked to c1, once too often, and to c4
('k2', 'Two', '2025-01-02', 0, '2025-01-02 10:00:00', null, null, 'Planned', 'Outbound',
    null),  -- planned in the past: not done
('k3', 'Three', '2025-01-03', 1, '2025-01-03 10:00:00', 'Contacts', 'c1', 'Held',
    'Outbound', null),
('k4', 'Four', '2025-01-04', 0, '2025-01-04 10:00:00', 'Accounts', 'a1', 'Held',
    'Outbound', null),  -- with nobody named
('k5', 'Five', '2025-01-05', 0, '2026-01-02 00:00:00', 'Contacts', 'c1', 'Held',
    'Outbound', null),  -- held tomorrow
('k6', 'Six', '2025-01-06', 0, null, 'Contacts', 'c3', 'Held', 'Outbound', null),
('k7', 'Seven', '2025-01-07', 0, null, 'Contacts', 'c5', 'Held', 'Outbound', null);
insert into calls_contacts values
('kc1', 'k1', 'c1', 'accept', '2025-01-01', 0),
('kc2', 'k1', 'c4', 'none', '2025-01-01', 0),
('kc3', 'k2', 'c1', 'none', '2025-01-01', 0),
('kc4', 'k9', 'c1', 'none', '2025-01-01', 0);  -- of a call that is not there
-- A series of two meetings, of which one was held.
insert into meetings values
('m1', 'Weekly', '2025-02-01', 0, '2025-02-01 10:00:00', null, null, 'Held', null),
('m2', 'Weekly', '2025-02-01', 0, '2025-02-08 10:00:00', null, null, 'Not Held', 'm1');
insert into meetings_contacts values
('mc1', 'm1', 'c5', '2025-02-01', 0), ('mc2', 'm2', 'c5', '2025-02-01', 0),
('mc3', 'm1', 'c4', '2025-02-01', 1);
insert into emails values
('n1', 'Hello', '2025-03-01', 0, '2025-03-01 10:00:00', 'out', 'sent', 'Contacts', 'c1'),
('n2', 'Re', '2025-03-02', 0, '2025-03-02 10:00:00', 'inbound', 'read', null, null),
('n3', 'Draft', '2025-03-03', 0, '2025-03-03 10:00:00', 'draft', 'draft', 'Contacts',
    'c1'),
('n4', 'Filed', '2025-03-04', 0, '2025-03-04 10:00:00', 'archived', 'archived', null,
    null);  -- from the address of c5, whom nobody linked
-- n1 is to c1, who is linked as well; n4 is to an old address of c1, and to e1 once.
insert into emails_email_addr_rel values
('na1', 'n1', 'to', 'e2', 0), ('na2', 'n4', 'from', 'e3', 0),
('na3', 'n4', 'to', 'e4', 0), ('na4', 'n4', 'cc', 'e1', 1);
insert into emails_text values ('n1', 'CANARY body');
insert into emails_beans values
('nb1', 'n2', 'c4', 'Contacts', '2025-03-01', 0),
('nb2', 'n2', 'a1', 'Accounts', '2025-03-01', 0);
insert into campaigns values
('g1', 'Spring', '2025-03-01', 0, '2025-03-01', '2025-02-01', 'Email'),
('g2', 'Gone', '2025-03-01', 1, '2025-03-01', null, 'Email');
insert into campaign_log (id, campaign_id, target_id, target_type, activity_type,
    activity_date, deleted, date_modified) values
('t1', 'g1', 'c1', 'Contacts', 'targeted', '2025-03-02 08:00:00', 0, '2025-03-02'),
('t2', 'g1', 'c1', 'Contacts', 'targeted', '2025-03-03 08:00:00', 0, '2025-03-02'),
('t3', 'g1', 'c4', 'Contacts', 'invalid email', '2025-03-02 08:00:00', 0, '2025-03-02'),
('t4', 'g2', 'c1', 'Contacts', 'targeted', '2025-03-02 08:00:00', 0, '2025-03-02'),
('t5', 'g1', 'c1', 'Contacts', 'link', '2025-03-02 09:00:00', 0, '2025-03-02'),
('t6', 'g1', 'c1', 'Contacts', 'removed', '2025-03-02 10:00:00', 1, '2025-03-02'),
('t7', 'g1', 'q1', 'Prospects', 'targeted', '2025-03-02 08:00:00', 0, '2025-03-02'),
('t8', 'g1', 'c6', 'Contacts', 'removed', '2025-04-01 22:30:00', 0, '2025-04-01');
insert into config values
('info', 'sugar_version', '6.5.25'), ('smtp', 'password', 'CANARY secret');

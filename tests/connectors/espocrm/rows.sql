-- Made-up companies and people, each quirk once. Today is 2026-01-01.
insert into account (id, name, deleted, description, created_at, modified_at) values
('a1', 'Example Works', false, 'CANARY', '2024-01-01', '2024-01-01'),
('a2', 'Sample, Ltd', false, null, '2024-01-01', '2024-01-01'),
('a3', 'Gone', true, null, '2024-01-01', '2024-01-01'),
('a4', 'Fourth Example', false, null, '2024-01-01', '2024-01-01');
insert into contact (id, deleted, first_name, last_name, description, do_not_call,
    address_street, address_country, account_id, created_at, modified_at) values
('c1', false, 'Ada', 'Example', 'CANARY', false, 'CANARY', 'de', 'a1', '2024-01-02',
    '2024-01-02'),
('c2', false, 'Bo', 'Example', null, true, null, 'Germany', null, '2024-01-03',
    '2025-06-01'),  -- not to be called
('c3', true, 'Gone', 'Example', null, false, null, null, null, '2024-01-04',
    '2024-01-04'),
('c4', false, 'Test', 'User', null, false, null, null, null, '2024-01-05',
    '2024-01-05'),
('c5', false, '', '', null, false, null, null, 'a2', '2024-01-06', '2024-01-06'),
('c6', false, 'Cy', 'Example', null, false, null, null, null, '2024-01-07',
    '2024-01-07');
insert into contact (id, first_name, middle_name, last_name, account_id, created_at,
    modified_at) values  -- of the account that it names, before the one it is linked to
('c7', 'Di', ' Maria ', 'Example', 'a4', '2024-01-08', '2024-01-08');
insert into account_contact (account_id, contact_id, deleted) values
('a1', 'c1', false), ('a1', 'c2', true), ('a2', 'c5', false), ('a1', 'c9', false),
('a1', 'c7', false);
insert into email_address (id, name, deleted, opt_out) values
('e1', 'Ada@example.com', false, false), ('e2', 'shared@example.com', false, true),
('e3', 'old@example.com', true, false);
insert into entity_email_address values
('c1', 'e1', 'Contact', true, false), ('c1', 'e2', 'Contact', false, false),
('c6', 'e2', 'Contact', true, false), ('c3', 'e2', 'Contact', true, false),
('c2', 'e3', 'Contact', true, false),  -- the address is deleted
('c2', 'e9', 'Contact', false, false),  -- of no address
('a1', 'e2', 'Account', true, false), ('u1', 'e1', 'User', true, false);
insert into phone_number (id, name, deleted, type, opt_out) values
('p1', '+999 1', false, 'Mobile', true);
insert into entity_phone_number values ('c1', 'p1', 'Contact', true, false);
insert into currency values ('EUR', 1), ('USD', 0.5), ('JPY', null),
('VND', 0.00003651234);
insert into opportunity (id, name, deleted, amount, amount_currency, stage, close_date,
    account_id, contact_id, description, created_at, modified_at) values
('o01', 'CANARY', false, 100, 'EUR', 'Closed Won', '2025-03-30', 'a1', 'c1', 'CANARY',
    '2025-03-01', '2025-03-30'),
('o02', 'x', false, 50.01, 'USD', 'Closed Won', '2025-04-01', 'a1', null, null,
    '2025-03-01', '2025-04-01'),  -- of several contacts, half a cent
('o03', 'x', false, 30, 'EUR', 'Closed Won', '2025-04-02', 'a2', null, null,
    '2025-03-01', '2025-04-02'),  -- of the only contact of its account
('o04', 'x', false, 31, 'EUR', 'Prospecting', '2025-04-03', 'a1', 'c1', null,
    '2025-03-01', '2025-04-03'),
('o05', 'x', true, 32, 'EUR', 'Closed Won', '2025-04-04', 'a1', 'c1', null,
    '2025-03-01', '2025-04-04'),
('o06', 'x', false, 33, 'GBP', 'Closed Won', '2025-04-05', 'a1', 'c1', null,
    '2025-03-01', '2025-04-05'),
('o07', 'x', false, 34, 'EUR', 'Closed Won', '2026-01-02', 'a1', 'c1', null,
    '2025-03-01', '2025-04-06'),
('o08', 'x', false, 35, 'EUR', 'Closed Won', '2025-04-07', 'a1', 'c4', null,
    '2025-03-01', '2025-04-07'),
('o09', 'x', false, 36, 'EUR', 'Closed Won', '2025-04-08', null, null, null,
    '2025-03-01', '2025-04-08'),
('o10', 'x', false, null, 'EUR', 'Closed Won', '2025-04-09', 'a1', 'c1', null,
    '2025-03-01', '2025-04-09'),
('o11', 'x', false, -5, 'EUR', 'Closed Won', '2025-04-10', 'a1', 'c1', null,
    '2025-03-01', '2025-04-10'),
('o12', 'x', false, 37, 'EUR', 'Closed Won', null, 'a1', 'c1', null, '2025-03-01',
    '2025-04-11'),
('o13', 'x', false, 1e30, 'EUR', 'Closed Won', '2025-04-12', 'a1', 'c1', null,
    '2025-03-01', '2025-04-12');
insert into opportunity (id, name, amount, amount_currency, stage, probability,
    close_date, account_id, contact_id) values
('o14', 'x', 40, 'EUR', 'Closed Won', 100, '2025-04-13', 'a1', 'c3'),  -- c3 is deleted
('o15', 'x', 12, null, 'Closed Won', 100, '2025-04-14', 'a1', 'c1'),  -- no currency
('o16', 'x', 13, 'EUR', 'Closed Won', 100, '2025-04-15', 'a4', null),
('o17', 'x', 14, 'EUR', 'Signed', 100, '2025-04-16', 'a1', 'c1'),  -- another stage
('o18', 'x', 1000000000, 'VND', 'Closed Won', 100, '2025-04-17', 'a1', 'c1'),
('o19', 'x', 16, 'EUR', 'Negotiation', 80, '2025-04-18', 'a1', 'c1'),
('o20', 'x', 123456.785, 'EUR', 'Closed Won', 100, '2025-04-19', null, 'c7');
insert into contact_opportunity (contact_id, opportunity_id, deleted) values
('c6', 'o02', false), ('c2', 'o02', false), ('c1', 'o02', true),
('c3', 'o14', false), ('c6', 'o14', false);
insert into "call" (id, name, deleted, status, date_start, direction, parent_type,
    parent_id, description, modified_at) values
('k1', 'CANARY', false, 'Held', '2025-03-29 23:30:00', 'Inbound', 'Contact', 'c1',
    'CANARY', '2025-04-01'),
('k2', 'x', false, 'Planned', '2025-04-01 10:00:00', 'Outbound', null, null, null,
    '2025-04-01'),
('k3', 'x', true, 'Held', '2025-04-01 10:00:00', 'Outbound', null, null, null,
    '2025-04-01'),
('k4', 'x', false, 'Held', '2025-04-01 10:00:00', 'Outbound', 'Lead', 'l1', null,
    '2025-04-01');
insert into call_contact (call_id, contact_id, deleted) values
('k1', 'c1', false), ('k2', 'c2', false), ('k9', 'c1', false);
insert into meeting (id, name, status, date_start, modified_at) values
('m1', 'CANARY', 'Held', '2025-04-01 10:00:00', '2025-04-01'),
('m2', 'x', 'Held', '2026-01-02 10:00:00', '2025-04-01'),
('m3', 'x', 'Held', null, '2025-04-01');
insert into meeting (id, name, status, date_start_date, parent_type, parent_id) values
('m4', 'x', 'Held', '2025-04-05', 'Contact', 'c1');  -- of a whole day
insert into contact_meeting (contact_id, meeting_id, deleted) values
('c2', 'm1', false), ('c4', 'm1', false), ('c2', 'm2', false), ('c1', 'm3', false);
insert into email (id, name, status, date_sent, body, from_email_address_id,
    modified_at) values
('em1', 'CANARY', 'Archived', '2025-04-02 10:00:00', 'CANARY', 'e1', '2025-04-02'),
('em2', 'CANARY', 'Sent', '2025-04-03 10:00:00', 'CANARY', 'e8', '2025-04-03'),
('em3', 'CANARY', 'Draft', null, 'CANARY', 'e8', '2025-04-04');
insert into email_email_address (email_id, email_address_id, address_type, deleted)
values
('em1', 'e8', 'to', false), ('em1', 'e1', 'rto', false), ('em2', 'e2', 'to', false),
('em2', 'e1', 'cc', false), ('em3', 'e1', 'to', false);
insert into campaign (id, name, deleted, type, start_date, end_date, modified_at) values
('g1', 'Spring, Tea', false, 'Newsletter', '2025-03-01', '2025-02-01', '2025-03-01'),
('g2', 'Gone', true, 'Email', null, null, '2025-03-01');
insert into campaign_log_record (id, deleted, action, action_date, string_data, is_test,
    campaign_id, parent_id, parent_type) values
('l1', false, 'Sent', '2025-03-29 23:30:00', 'CANARY', false, 'g1', 'c1', 'Contact'),
('l2', false, 'Sent', '2025-04-01 10:00:00', null, false, 'g1', 'c1', 'Contact'),
('l3', false, 'Opened', '2025-04-01 10:00:00', null, false, 'g1', 'c1', 'Contact'),
('l4', false, 'Bounced', '2025-04-01 10:00:00', null, false, 'g1', 'c2', 'Contact'),
('l5', false, 'Sent', '2025-04-01 10:00:00', null, true, 'g1', 'c2', 'Contact'),
('l6', false, 'Sent', '2025-04-01 10:00:00', null, false, 'g2', 'c1', 'Contact'),
('l7', true, 'Clicked', '2025-04-01 10:00:00', null, false, 'g1', 'c2', 'Contact'),
('l8', false, 'Sent', '2025-04-01 10:00:00', null, false, 'g1', 'x1', 'Lead'),
('l9', false, 'Opted Out', '2025-04-02 10:00:00', null, false, 'g1', 'c6', 'Contact');
insert into contact_target_list values
('c1', 't1', true, false), ('c2', 't1', true, true), ('c6', 't1', false, false);

-- Made-up companies and people, each quirk once. Today is 2026-01-01.
insert into llx_const (name, entity, value) values
('MAIN_MONNAIE', 1, 'EUR'), ('MAIN_MONNAIE', 2, 'USD'), ('MAIN_MONNAIE', 0, 'CHF'),
('FACTURE_DEPOSITS_ARE_JUST_PAYMENTS', 2, '1'),
('MAIN_VERSION_LAST_INSTALL', 0, '18.0.2'), ('MAIN_MAIL_SMTPS_PW', 1, 'CANARY');
insert into llx_c_country values (1, 'DE');
insert into llx_societe (rowid, nom, entity, status, client, email, phone, fk_pays,
    note_private, ip, datec, tms) values
(1, 'Caf&eacute; Example', 1, 1, 1, 'Office1@example.com', '+999 1', 1, 'CANARY',
    'CANARY', '2025-03-30 00:30:00', '2025-03-30'),
(2, 'Both Example', 1, 0, 3, '', '', 0, null, null, '2024-01-01', '2024-01-01'),
(3, 'Supplier Example', 1, 1, 0, null, null, 1, null, null, '2024-01-01', '2024-01-01'),
(4, 'Prospect Example', 1, 1, 2, null, null, 1, null, null, '2024-01-01', '2024-01-01'),
(5, 'Elsewhere Example', 2, 1, 1, null, null, 1, null, null, '2024-01-01',
    '2024-01-01'),
(6, 'Draft Example', 1, 1, 2, null, null, 1, null, null, '2024-01-01', '2024-01-01');
insert into llx_socpeople values
(10, 1, 'CANARY', 'ina@example.com', 1, 'CANARY', '2025-05-01'),
(11, 3, 'Sue', 'sue@example.com', 1, null, '2025-05-01'),
(12, 2, 'Otto', 'otto@example.com', 0, null, '2025-05-01');
insert into llx_mailing_unsubscribe values
(1, 'OTTO@example.com', 'CANARY', '2025-06-01'), (2, 'nobody@example.com', null, null),
(3, 'office1@example.com', null, null);
insert into llx_facture (rowid, ref, entity, type, fk_soc, datef, fk_statut, total_ht,
    total_tva, total_ttc, multicurrency_code, multicurrency_total_ht, note_private,
    datec, tms) values
(1, 'F1', 1, 0, 1, '2025-03-30', 2, 115, 21.85, 136.85, 'EUR', 115, 'CANARY',
    '2025-03-30', '2025-03-30'),
(2, 'F2', 1, 0, 2, '2025-04-01', 1, 50.005, 0, 50.01, 'USD', 60, null, '2025-04-01',
    '2025-04-01'),  -- written in another currency
(3, 'F3', 1, 0, 6, '2025-04-02', 0, 30, 0, 30, null, 30, null, '2025-04-02',
    '2025-04-02'),  -- a draft
(4, 'F4', 1, 2, 1, '2025-04-03', 2, -10, -1.9, -11.9, null, -10, null, '2025-04-03',
    '2025-04-03'),  -- a credit note
(5, 'F5', 1, 0, 1, '2025-04-04', 3, 31, 0, 31, null, 31, null, '2025-04-04',
    '2025-04-04'),  -- abandoned
(6, 'F6', 1, 4, 1, '2025-04-05', 1, 32, 0, 32, null, 32, null, '2025-04-05',
    '2025-04-05'),  -- pro forma
(7, 'F7', 1, 0, 99, '2025-04-06', 1, 33, 0, 33, null, 33, null, '2025-04-06',
    '2025-04-06'),
(8, 'F8', 1, 0, 1, '2026-01-02', 1, 34, 0, 34, null, 34, null, '2025-04-07',
    '2025-04-07'),
(9, 'F9', 1, 0, 1, '0000-00-00', 1, 35, 0, 35, null, 35, null, null,
    '2025-04-08'),
(10, 'F10', 2, 0, 5, '2025-04-09', 1, 36, 0, 36, null, 36, null, '2025-04-09',
    '2025-04-09'),  -- of the other company
(11, 'F11', 1, 3, 4, '2025-04-10', 2, 30, 0, 30, null, 30, null, '2025-04-10',
    '2025-04-10'),  -- a deposit
(12, 'F12', 1, 0, 4, null, 1, 5, 0, 5, null, 5, null, '2025-05-01 23:30:00',
    '2025-05-01'),
(13, 'F13', 2, 3, 5, '2025-04-11', 1, 37, 0, 37, null, 37, null, '2025-04-11',
    '2025-04-11'),  -- a deposit, a mere payment to this company
(14, 'F14', 3, 0, 5, '2025-04-12', 1, 38, 0, 38, null, 38, null, '2025-04-12',
    '2025-04-12'),  -- of a company without settings of its own
(15, 'F15', 1, 2, 4, '2025-04-13', 2, 0, 0, 0, null, 0, null, '2025-04-13',
    '2025-04-13'),  -- a credit note of nothing
(16, 'F16', 1, 5, 2, '2025-05-01', 2, 300, 0, 300, 'EUR', 300, null, '2025-05-01',
    '2025-05-01'),  -- a situation invoice: 30 %, less what was before, 0
(17, 'F17', 1, 5, 2, '2025-06-01', 1, 500, 0, 500, 'EUR', 500, null, '2025-06-01',
    '2025-06-01'),  -- the next one: 80 %, less 30 %
(18, 'F18', 1, 1, 2, '2025-06-02', 1, 12345678901.23, 0, 0, 'EUR', 0, null, '2025-06-02',
    '2025-06-02'),  -- in place of an invoice; its line names the line before, too
(19, 'F19', 1, 0, 2, '2025-06-03', 1, null, null, null, 'EUR', null, null, '2025-06-03',
    '2025-06-03');
insert into llx_facturedet (rowid, fk_facture, fk_product, description, qty, total_ht,
    product_type, special_code, rang) values
(1, 1, 101, 'CANARY', 2, 60, 0, 0, 2), (2, 1, 102, null, 1, 40, 0, 0, 3),
(3, 1, null, 'Post', 1, 15, 1, 1, 4), (4, 1, null, 'Teas', 0, 0, 9, 0, 1),
(5, 2, 404, null, 1, 20, 0, 0, 1), (6, 3, 101, null, 1, 30, 0, 0, 1),
(7, 4, 101, null, 1, -10, 0, 0, 1),
(8, 11, 101, null, 1, 29.99, 0, 0, 1),  -- less by two halves of a cent
(9, 12, 101, null, 1, 4.98, 0, 0, 1);  -- less by more
insert into llx_facturedet (rowid, fk_facture, fk_product, qty, total_ht, product_type,
    special_code, rang, fk_prev_id) values
(10, 16, 102, 1, 300, 1, 0, 1, null),
(11, 17, 102, 1, 800, 1, 0, 1, 10),  -- what was reached so far
(12, 18, 102, 1, 12345678901.23, 1, 0, 1, 10);
insert into llx_commande (rowid, ref, entity, fk_soc, date_commande, fk_statut,
    total_ht, date_creation, tms) values
(1, 'C1', 1, 1, '2025-02-01', 3, 77, '2025-02-01', '2025-02-01'),
(2, 'C2', 1, 2, '2025-02-02', -1, 12, '2025-02-02', '2025-02-02'),
(3, 'C3', 1, 2, '2025-02-03', 0, 13, '2025-02-03', '2025-02-03');
insert into llx_commandedet (rowid, fk_commande, fk_product, qty, total_ht,
    product_type, special_code, rang) values
(1, 1, 101, 2, 77, 0, 0, 1);
insert into llx_product values
(101, 'TEA', 'Green &amp; Tea', '2024-01-01'), (102, 'CUP', 'Cup', '2024-01-01');
insert into llx_categorie values (1, 'Teas', 0);
insert into llx_categorie_product values (1, 101);
insert into llx_c_actioncomm values (1, 'AC_TEL'), (5, 'AC_RDV');
insert into llx_actioncomm (id, entity, datep, code, fk_action, fk_soc, fk_contact,
    percent, label, note, email_from, tms) values
(1, 1, '2025-03-30 00:30:00', 'AC_TEL', 1, 1, null, 100, 'CANARY', 'CANARY', null,
    '2025-03-30'),
(2, 1, '2025-04-01 10:00:00', 'AC_EMAILIN_AUTO', 40, 1, null, -1, 'CANARY', 'CANARY',
    'CANARY', '2025-04-01'),
(3, 1, '2025-04-02 10:00:00', 'AC_BILL_SENTBYMAIL', 40, null, 12, -1, 'x', null, null,
    '2025-04-02'),
(4, 1, '2025-04-03 10:00:00', 'AC_OTH_AUTO', 40, 1, null, -1, 'x', null, null,
    '2025-04-03'),
(5, 1, '2025-04-04 10:00:00', 'AC_RDV', 5, 1, null, 0, 'x', null, null, '2025-04-04'),
(6, 1, '2025-04-05 10:00:00', 'AC_TEL', 1, null, null, 100, 'x', null, null,
    '2025-04-05'),
(7, 1, '2025-04-06 10:00:00', 'AC_TEL', 1, 3, null, 100, 'x', null, null, '2025-04-06'),
(8, 1, '2025-04-07 10:00:00', null, 5, 2, null, 100, 'x', null, null, '2025-04-07'),
(9, 1, '2026-02-01 10:00:00', 'AC_TEL', 1, 1, null, 100, 'x', null, null, '2025-04-08'),
(10, 2, '2025-04-08 10:00:00', 'AC_TEL', 1, 1, null, 100, 'x', null, null,
    '2025-04-09');
insert into llx_events values (1, 'CANARY', 'CANARY');

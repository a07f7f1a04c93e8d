-- consents: granted; granted then denied; denied then granted (denied still holds);
-- unknown; a second channel. Everybody else has no evidence at all.
insert into consents (id, customer_id, channel, state, evidence_at, evidence)
values
(1, 1, 'email', 'granted', timestamp '2025-01-05 10:00:00', 'web form'),
(2, 2, 'email', 'granted', timestamp '2025-01-05 10:00:00', 'web form'),
(3, 2, 'email', 'denied', timestamp '2025-06-01 10:00:00', 'unsubscribe link'),
(4, 3, 'email', 'denied', timestamp '2025-02-01 10:00:00', 'telephone call'),
(5, 3, 'email', 'granted', timestamp '2025-08-01 10:00:00', 'web form'),
(6, 4, 'email', 'unknown', timestamp '2025-02-10 10:00:00', null),
(7, 1, 'phone', 'denied', timestamp '2025-01-05 10:00:00', 'web form');

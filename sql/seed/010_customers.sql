-- customers: each case stands once; the comment over a row names it.
insert into customers (
    id, name, email, phone, created_at, birthday, gender, country, source_system,
    source_id
)
values
-- buys every month
(1, 'Monthly Regular', 'monthly.regular@example.com', '+999 0000001',
    timestamp '2024-12-20 09:00:00', date '1985-06-15', 'female', 'DE', 'sample', 'S-01'),
-- bought once, long ago
(2, 'Once Longago', 'once.longago@example.com', '+999 0000002',
    timestamp '2025-01-03 10:00:00', date '1990-03-01', 'male', 'DE', 'sample', 'S-02'),
-- two orders on one day are one purchase
(3, 'Twice Aday', 'twice.aday@example.com', '+999 0000003',
    timestamp '2025-02-01 10:00:00', date '1979-11-30', 'female', 'DE', 'sample', 'S-03'),
-- an order that was refunded later
(4, 'Refund Later', 'refund.later@example.com', '+999 0000004',
    timestamp '2025-02-10 10:00:00', date '1968-07-07', 'male', 'DE', 'sample', 'S-04'),
-- only a cancelled order: no purchase
(5, 'Cancelled Only', 'cancelled.only@example.com', '+999 0000005',
    timestamp '2025-03-01 10:00:00', date '1995-01-20', 'female', 'DE', 'sample', 'S-05'),
-- no order at all
(6, 'Never Ordered', 'never.ordered@example.com', null,
    timestamp '2025-03-05 10:00:00', date '2001-12-24', 'male', 'AT', 'sample', 'S-06'),
-- first order on 2025-12-02: unknown on that day, known on the next
(7, 'First Onasof', 'first.onasof@example.com', '+999 0000007',
    timestamp '2025-12-02 00:00:00', date '1988-08-08', 'female', 'AT', 'sample', 'S-07'),
-- an order on the last day of the data
(8, 'Last Day', 'last.day@example.com', '+999 0000008',
    timestamp '2025-04-01 10:00:00', date '1972-02-02', 'male', 'AT', 'sample', 'S-08'),
-- an order of nothing: goods were free
(9, 'Free Goods', 'free.goods@example.com', '+999 0000009',
    timestamp '2025-04-05 10:00:00', date '1999-09-09', 'female', 'AT', 'sample', 'S-09'),
-- orders whose amount is missing
(10, 'Missing Amount', 'missing.amount@example.com', '+999 0000010',
    timestamp '2025-04-10 10:00:00', date '1983-04-23', 'male', 'CH', 'sample', 'S-10'),
-- pays in another currency
(11, 'Other Currency', 'other.currency@example.com', '+999 0000011',
    timestamp '2025-04-15 10:00:00', date '1977-05-05', 'female', 'GB', 'sample', 'S-11'),
-- one second before midnight, and midnight
(12, 'Midnight Edge', 'midnight.edge@example.com', '+999 0000012',
    timestamp '2025-05-01 10:00:00', date '1991-10-10', 'male', 'DE', 'sample', 'S-12'),
-- the source's day is the day after the UTC day
(13, 'Local Day', 'local.day@example.com', '+999 0000013',
    timestamp '2025-05-05 10:00:00', date '1966-06-06', 'female', 'DE', 'sample', 'S-13'),
-- a quote in the name
(14, 'Quote O''Brien', 'quote.obrien@example.com', '+999 0000014',
    timestamp '2025-05-10 10:00:00', date '1980-01-31', 'male', 'IE', 'sample', 'S-14'),
-- a percent sign and an underscore in the name
(15, 'Percent 100%_Off', 'percent.off@example.com', '+999 0000015',
    timestamp '2025-05-15 10:00:00', date '1993-03-13', 'female', 'DE', 'sample', 'S-15'),
-- markup in the name
(16, '<script>alert(1)</script>', 'markup@example.com', '+999 0000016',
    timestamp '2025-06-01 10:00:00', date '1987-12-12', 'male', 'DE', 'sample', 'S-16'),
-- an emoji and letters that run from right to left
(17, '🙂 שלום سلام', 'letters@example.com', '+999 0000017',
    timestamp '2025-06-05 10:00:00', date '1994-04-04', 'female', 'IL', 'sample', 'S-17'),
-- the same address as the first customer, in capitals
(18, 'Monthly Double', 'MONTHLY.REGULAR@example.com', '+999 0000018',
    timestamp '2025-06-10 10:00:00', date '1985-06-15', 'female', 'DE', 'sample', 'S-18'),
-- the source has no name and no email: stand-ins that say so
(19, '(no name)', '(no email)', null,
    timestamp '2025-06-15 10:00:00', date '1970-07-17', 'male', 'DE', 'sample', 'S-19'),
-- a gender in capitals is not one of the two words
(20, 'Capital Gender', 'capital.gender@example.com', '+999 0000020',
    timestamp '2025-07-01 10:00:00', date '1984-02-29', 'Female', 'DE', 'sample', 'S-20'),
-- a gender that is neither word
(21, 'Other Gender', 'other.gender@example.com', '+999 0000021',
    timestamp '2025-07-05 10:00:00', date '1996-06-30', 'non-binary', 'DE', 'sample', 'S-21'),
-- no gender, no birthday, no country
(22, 'Little Known', 'little.known@example.com', null,
    timestamp '2025-07-10 10:00:00', null, null, null, 'sample', 'S-22'),
-- a birthday in the future
(23, 'Future Birthday', 'future.birthday@example.com', '+999 0000023',
    timestamp '2025-07-15 10:00:00', date '2031-01-01', 'female', 'DE', 'sample', 'S-23'),
-- a birthday more than 120 years ago
(24, 'Ancient Birthday', 'ancient.birthday@example.com', '+999 0000024',
    timestamp '2025-08-01 10:00:00', date '1850-01-01', 'male', 'DE', 'sample', 'S-24'),
-- born on 29 February
(25, 'Leap Day', 'leap.day@example.com', '+999 0000025',
    timestamp '2025-08-05 10:00:00', date '2000-02-29', 'female', 'DE', 'sample', 'S-25'),
-- turns 40 on 2026-01-01
(26, 'Birthday Today', 'birthday.today@example.com', '+999 0000026',
    timestamp '2025-08-10 10:00:00', date '1986-01-01', 'male', 'DE', 'sample', 'S-26'),
-- turns 40 the day after
(27, 'Birthday Tomorrow', 'birthday.tomorrow@example.com', '+999 0000027',
    timestamp '2025-08-15 10:00:00', date '1986-01-02', 'female', 'DE', 'sample', 'S-27'),
-- source keys that differ only in case ...
(28, 'Case Lower', 'case.lower@example.com', '+999 0000028',
    timestamp '2025-09-01 10:00:00', date '1982-09-19', 'male', 'DE', 'sample', 's-28'),
(29, 'Case Upper', 'case.upper@example.com', '+999 0000029',
    timestamp '2025-09-05 10:00:00', date '1998-10-01', 'female', 'DE', 'sample', 'S-28'),
-- ... and in a blank at the end
(30, 'Case Blank', 'case.blank@example.com', '+999 0000030',
    timestamp '2025-09-10 10:00:00', date '1974-11-11', 'male', 'DE', 'sample', 'S-28 ');

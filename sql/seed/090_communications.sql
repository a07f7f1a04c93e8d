-- communications: each channel, both directions, with and without a campaign.
insert into communications (
    id, customer_id, channel, direction, occurred_at, outcome, campaign_id,
    source_system, source_id
)
values
(1, 1, 'email', 'outbound', timestamp '2025-10-01 08:00:00', 'opened', 2, 'sample', 'M-1'),
(2, 4, 'email', 'outbound', timestamp '2025-10-01 08:00:00', 'bounced', 2, 'sample', 'M-2'),
(3, 4, 'phone', 'inbound', timestamp '2025-02-16 15:30:00', 'held', null, 'sample', 'M-3'),
(4, 2, 'post', 'outbound', timestamp '2025-03-01 00:00:00', null, 1, 'sample', 'M-4'),
(5, 6, 'meeting', 'inbound', timestamp '2025-03-05 10:00:00', 'held', null, 'sample', 'M-5'),
(6, 8, 'phone', 'outbound', timestamp '2025-12-31 23:59:59', 'not held', null, 'sample', 'M-6');

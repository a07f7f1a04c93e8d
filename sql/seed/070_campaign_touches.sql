-- campaign_touches: reached, left out at random, and reached on an unknown day.
insert into campaign_touches (
    campaign_id, customer_id, touched_on, channel, in_control_group
)
values
(1, 1, date '2025-03-01', 'post', false),
(1, 2, date '2025-03-31', 'post', false),
(1, 3, date '2025-03-01', 'post', true),
(2, 1, date '2025-10-01', 'email', false),
(2, 4, date '2025-10-01', 'email', false),
(3, 8, null, null, false);

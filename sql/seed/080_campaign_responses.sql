-- campaign_responses: on the last day of the campaign, and after it.
insert into campaign_responses (
    id, campaign_id, customer_id, kind, responded_on, source_id
)
values
(1, 1, 1, 'coupon_redeemed', date '2025-03-31', 'K-1-0001'),
(2, 2, 4, 'link_opened', date '2025-10-03', 'K-2-0004');

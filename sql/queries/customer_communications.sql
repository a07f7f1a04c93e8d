-- customer_communications: one row a contact with one customer before as_of, the newest
-- first. all_contacts is how many there are, whatever the limit is.
select
    id as communication_id,
    occurred_at,
    channel,
    direction,
    outcome,
    count(*) over () as all_contacts
from communications
where customer_id = :customer_id and occurred_at < :as_of
order by occurred_at desc, communication_id desc
limit :row_limit;

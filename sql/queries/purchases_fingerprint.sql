-- purchases_fingerprint: one row, counts and sums of the purchases as they are meant at
-- present: where a department is chosen, they depend on lines and products too.
select
    count(*) as purchases,
    cast(sum(order_id) as bigint) as order_ids,
    count(amount_cents) as known_amounts,
    cast(sum(amount_cents) as bigint) as amount_cents,
    cast(sum(amount_cents * (1 + mod(order_id, 97))) as bigint) as amounts_by_order
from purchases;

-- customers: ids that are given out from here on come after the highest one loaded.
select max(nextval('customer_id_sequence')) as last_id
from (
    select unnest(range(max(id))) as used_id
    from customers
) as used_ids;

-- customer_keys: one row a contact or account that is a customer, or was merged into
-- one, with the key we give it.
create or replace temp table customer_keys as

with

kept as (

    select
        source_id,
        cast(row_number() over (order by source_id) as integer) as customer_id
    from customer_fates
    where fate = 'kept'

)

select
    customer_fates.source_id,
    kept.customer_id,
    kept.source_id as keeper_id
from customer_fates
inner join kept on customer_fates.keeper_id = kept.source_id
where customer_fates.fate in ('kept', 'merged');

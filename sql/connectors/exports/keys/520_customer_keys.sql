-- customer_keys: one row an id of the source, with the key of its customer. Who was
-- merged into another has the key of the one that is kept, however many steps away.
create or replace temp table customer_keys as

with recursive

kept as (

    select
        source_id,
        cast(row_number() over (order by source_id) as integer) as customer_id
    from customer_rows
    where fate = 'kept'

),

steps as (

    select
        source_id,
        survivor_id,
        1 as step_number
    from customer_rows
    where fate = 'merged'
    union all
    select
        steps.source_id,
        customer_rows.survivor_id,
        steps.step_number + 1 as step_number
    from steps
    inner join customer_rows on steps.survivor_id = customer_rows.source_id
    where customer_rows.fate = 'merged' and steps.step_number < 100

)

select
    source_id,
    customer_id
from kept
union all
select
    steps.source_id,
    kept.customer_id
from steps
inner join kept on steps.survivor_id = kept.source_id;

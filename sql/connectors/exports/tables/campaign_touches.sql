-- campaign_touches: one row a customer whom a campaign reached. Exports do not tell who
-- was left out at random.
select
    campaign_id,
    customer_id,
    touched_on,
    cast(null as varchar) as channel,
    false as in_control_group
from touch_rows
where fate = 'kept'
order by campaign_id, customer_id;

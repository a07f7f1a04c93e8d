-- campaigns: one row a campaign that is kept.
select
    campaign_id as id,
    left(name, 255) as name,
    left(kind, 64) as kind,
    starts_on,
    ends_on,
    false as has_control_group,
    cast(:source_system as varchar) as source_system,
    source_id
from campaign_rows
where fate = 'kept'
order by campaign_id;

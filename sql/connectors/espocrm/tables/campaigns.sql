-- campaigns: one row a campaign. EspoCRM keeps no control group.
select
    campaign_id as id,
    name,
    kind,
    starts_on,
    ends_on,
    false as has_control_group,
    cast(:source_system as varchar) as source_system,
    source_id
from campaign_fates
where fate = 'kept'
order by id;

-- found_campaigns: one row a campaign.
create or replace temp table found_campaigns as

select
    'campaign' as source_table,
    line_number as row_order,
    id as source_id,
    name,
    type as kind,
    read_date(startdate, :day_order) as starts_on,
    read_date(enddate, :day_order) as ends_on,
    case when is_true(isdeleted) then 'deleted' else 'kept' end as fate
from source_campaign;

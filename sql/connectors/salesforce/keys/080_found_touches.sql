-- found_touches: one row a member of a campaign; leads are no customers.
create or replace temp table found_touches as

select
    'campaignmember' as source_table,
    source_campaignmember.line_number as row_order,
    source_campaignmember.id as source_id,
    source_campaignmember.campaignid as campaign_id,
    coalesce(
        customer_of_contact.customer_id,
        case when :grain = 'contact' then real_id(source_campaignmember.contactid) end
    ) as customer_id,
    read_day(
        in_utc(source_campaignmember.createddate), :time_zone, :day_order
    ) as touched_on,
    case when is_true(source_campaignmember.hasresponded) then 'responded' end
        as response,
    coalesce(
        read_day(source_campaignmember.firstrespondeddate, :time_zone, :day_order),
        read_day(in_utc(source_campaignmember.createddate), :time_zone, :day_order)
    ) as responded_on,
    case when is_true(source_campaignmember.isdeleted) then 'deleted' else 'kept' end
        as fate
from source_campaignmember
left join
    customer_of_contact
    on source_campaignmember.contactid = customer_of_contact.contact_id;

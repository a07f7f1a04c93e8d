-- contact_roles: one row a contact's role in an opportunity, and what became of it. Of
-- a role that was exported more than once the latest counts. Only the primary one says
-- whose an opportunity is; where accounts are the customers, none does.
create or replace temp table contact_roles as

with

latest as (

    select
        *,
        read_moment(
            in_utc(coalesce(systemmodstamp, lastmodifieddate)), :time_zone, :day_order
        ) as modified_at,
        row_number() over (
            partition by id
            order by
                read_moment(
                    in_utc(coalesce(systemmodstamp, lastmodifieddate)),
                    :time_zone,
                    :day_order
                ) desc nulls last,
                line_number desc
        ) as recency
    from source_opportunitycontactrole
    where :grain = 'contact'

),

opportunities as (

    select distinct id
    from source_opportunity

)

select
    latest.line_number as row_order,
    latest.opportunityid as opportunity_id,
    latest.contactid as contact_id,
    latest.modified_at,
    case
        when latest.id is null then 'no_id'
        when latest.recency > 1 then 'duplicate_row'
        when is_true(latest.isdeleted) then 'deleted'
        when real_id(latest.contactid) is null then 'no_customer'
        when opportunities.id is null then 'orphan'
        when not is_true(latest.isprimary) then 'not_primary'
        else 'kept'
    end as fate
from latest
left join opportunities on latest.opportunityid = opportunities.id;

-- found_links: one row a role, for the audit.
create or replace temp table found_links as

select
    'opportunitycontactrole' as source_table,
    fate
from contact_roles;

-- primary_contacts: one row an opportunity with a primary role, and its contact. There
-- is one at most in Salesforce; of several in old exports the latest comes first.
create or replace temp table primary_contacts as

with

contacts as (

    select
        opportunity_id,
        contact_id,
        max(modified_at) as modified_at,
        max(row_order) as row_order
    from contact_roles
    where fate = 'kept'
    group by opportunity_id, contact_id

)

select
    opportunity_id,
    list(
        contact_id order by modified_at desc nulls last, row_order desc
    ) as contact_ids
from contacts
group by opportunity_id;

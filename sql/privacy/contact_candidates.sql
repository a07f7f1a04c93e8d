-- contact_candidates: one row a customer with evidence on a channel, or everybody, with
-- the address of the channel and what decides whether it may be used at a moment.
-- Personal data: for exports only.
-- A grant counts from its moment on. A denial counts whatever its moment: the clocks of
-- sources differ, and doubt is on the person's side.
with

evidence as (

    select
        customer_id,
        max(
            case when state = 'granted' and evidence_at <= :moment then 1 else 0 end
        ) as grants,
        max(case when state = 'denied' then 1 else 0 end) as denials
    from consents
    where channel = :channel
    group by customer_id

),

contacts as (

    select
        customer_id,
        max(occurred_at) as last_contacted_at
    from communications
    where
        channel = :channel
        and direction = 'outbound'
        and occurred_at <= :moment
    group by customer_id

),

listed as (

    select
        contact_list_members.pseudonym,
        max(
            case
                when not contact_list_members.held_out
                    then contact_exports.exported_at
            end
        ) as last_exported_at,
        max(
            case
                when contact_list_members.held_out
                    then contact_exports.expires_on
            end
        ) as held_out_until
    from contact_list_members
    inner join
        contact_exports
        on contact_list_members.export_id = contact_exports.export_id
    where contact_exports.channel = :channel
    group by contact_list_members.pseudonym

)

select
    customers.id as customer_id,
    customers.pseudonym,
    customers.name,
    :address as address,
    coalesce(evidence.grants, 0) as grants,
    coalesce(evidence.denials, 0) as denials,
    contacts.last_contacted_at,
    listed.last_exported_at,
    listed.held_out_until
from customers
left join evidence on customers.id = evidence.customer_id
left join contacts on customers.id = contacts.customer_id
left join listed on customers.pseudonym = listed.pseudonym
where evidence.customer_id is not null or 1 = :without_evidence;

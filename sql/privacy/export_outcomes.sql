-- export_outcomes: one row a group of an export, those who were written to and those
-- who were held out: how many people are still known, how many of them had a purchase
-- from the day of the export on and before until, and how many are said to have
-- responded.
with

members as (

    select
        contact_list_members.held_out,
        customer_profiles.customer_id,
        contact_list_members.responded_on,
        cast(contact_exports.exported_at as date) as exported_on
    from contact_list_members
    inner join
        contact_exports
        on contact_list_members.export_id = contact_exports.export_id
    inner join
        customer_profiles
        on contact_list_members.pseudonym = customer_profiles.pseudonym
    where contact_list_members.export_id = :export_id

),

buyers as (

    select distinct members.customer_id
    from members
    inner join
        purchase_days
        on members.customer_id = purchase_days.customer_id
    where
        purchase_days.purchased_on >= members.exported_on
        and purchase_days.purchased_on < :until

)

select
    members.held_out,
    count(*) as people,
    count(buyers.customer_id) as buyers,
    count(members.responded_on) as responders
from members
left join buyers on members.customer_id = buyers.customer_id
group by members.held_out
order by members.held_out;

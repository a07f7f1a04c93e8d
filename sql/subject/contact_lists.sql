-- contact_lists: one row a contact list that a person was on, or was held out of.
select
    contact_exports.export_id,
    contact_exports.list_name,
    contact_exports.channel,
    contact_exports.purpose,
    contact_exports.exported_at,
    contact_exports.expires_on,
    contact_list_members.held_out,
    contact_list_members.responded_on
from contact_list_members
inner join
    contact_exports
    on contact_list_members.export_id = contact_exports.export_id
inner join
    customer_profiles
    on contact_list_members.pseudonym = customer_profiles.pseudonym
where customer_profiles.customer_id = :customer_id
order by contact_exports.exported_at, contact_exports.export_id;

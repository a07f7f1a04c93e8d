-- Every export_id in contact_list_members is that of a contact export.
select
    contact_list_members.export_id,
    contact_list_members.contact_number
from contact_list_members
left join
    contact_exports
    on contact_list_members.export_id = contact_exports.export_id
where contact_exports.export_id is null;

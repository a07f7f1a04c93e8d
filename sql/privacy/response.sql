-- response: the day on which a person of an export responded is written down.
update contact_list_members
set responded_on = :responded_on
where export_id = :export_id and contact_number = :contact_number;

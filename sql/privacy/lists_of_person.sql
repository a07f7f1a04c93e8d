-- lists_of_person: one row a contact list that a person was on, or was held out of.
select
    export_id,
    contact_number,
    held_out
from contact_list_members
where pseudonym = :pseudonym
order by export_id;

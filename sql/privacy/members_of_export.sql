-- members_of_export: one row a person of an export who is still known.
select
    contact_list_members.contact_number,
    customer_profiles.customer_id
from contact_list_members
inner join
    customer_profiles
    on contact_list_members.pseudonym = customer_profiles.pseudonym
where contact_list_members.export_id = :export_id
order by contact_list_members.contact_number;

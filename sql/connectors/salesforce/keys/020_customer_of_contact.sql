-- customer_of_contact: one row a contact, and the customer it stands for: itself, or
-- its account. only_contacts: one row an account that has just one contact who is
-- there.
create or replace temp table customer_of_contact as

select
    id as contact_id,
    case when :grain = 'contact' then any_value(id) else max(real_id(accountid)) end
        as customer_id
from source_contact
where id is not null
group by id;

create or replace temp table only_contacts as

select
    real_id(accountid) as account_id,
    min(id) as contact_id
from source_contact
where real_id(accountid) is not null and not is_true(isdeleted)
group by real_id(accountid)
having count(distinct id) = 1;

-- found_customers: one row a contact, or one an account, as grain says. Ids are told
-- apart by the case of their letters. A record that was merged is deleted, and says
-- into which other one it went: that one takes over what belongs to it.
create or replace temp table found_customers as

select
    'contact' as source_table,
    line_number as row_order,
    read_moment(
        in_utc(coalesce(systemmodstamp, lastmodifieddate)), :time_zone, :day_order
    ) as modified_at,
    id as source_id,
    real_id(masterrecordid) as merged_into,
    case
        when real_id(masterrecordid) is not null then 'merged'
        when is_true(isdeleted) then 'deleted'
        else 'kept'
    end as fate,
    nullif(concat_ws(' ', firstname, lastname), '') as name,
    email,
    coalesce(phone, mobilephone) as phone,
    read_moment(in_utc(createddate), :time_zone, :day_order) as created_at,
    birthdate as birthday_text,
    cast(null as varchar) as gender,
    coalesce(mailingcountrycode, mailingcountry) as country,
    cast([] as varchar[]) as notes
from source_contact
where :grain = 'contact'
union all
select
    'account' as source_table,
    line_number as row_order,
    read_moment(
        in_utc(coalesce(systemmodstamp, lastmodifieddate)), :time_zone, :day_order
    ) as modified_at,
    id as source_id,
    real_id(masterrecordid) as merged_into,
    case
        when real_id(masterrecordid) is not null then 'merged'
        when is_true(isdeleted) then 'deleted'
        else 'kept'
    end as fate,
    name,
    personemail as email,
    phone,
    read_moment(in_utc(createddate), :time_zone, :day_order) as created_at,
    personbirthdate as birthday_text,
    cast(null as varchar) as gender,
    coalesce(billingcountrycode, billingcountry) as country,
    cast([] as varchar[]) as notes
from source_account
where :grain = 'account';

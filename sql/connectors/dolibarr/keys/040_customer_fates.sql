-- customer_fates: one row a third party, and whether it is a customer: one that is
-- marked as such (1, or 3 for a prospect too), or that there is an order of.
create or replace temp table customer_fates as

with

buyers as (

    select distinct party_id
    from documents
    where is_of_company and stage <> 'not won'

),

countries as (

    select
        coalesce(new_names.rowid, old_names.rowid) as country_id,
        upper(coalesce(new_names.code, old_names.code)) as code
    from source_c_country as new_names
    full outer join source_c_pays as old_names on new_names.rowid = old_names.rowid

)

select
    parties.rowid as source_id,
    nullif(trim(parties.nom), '') as name,
    nullif(trim(parties.email), '') as email,
    coalesce(
        nullif(trim(parties.phone), ''),
        nullif(trim(parties.phone_mobile), ''),
        nullif(trim(parties.tel), '')
    ) as phone,
    case when length(countries.code) = 2 then countries.code end as country,
    try_cast(parties.datec as timestamp) at time zone :time_zone at time zone 'UTC'
        as entered_at,
    coalesce(parties.status, '1') = '0' as is_closed,
    parties.unescaped,
    case
        when buyers.party_id is not null then 'kept'
        when coalesce(parties.client, '0') not in ('1', '3') then 'not_a_customer'
        when :entity <> '' and coalesce(parties.entity, '1') <> :entity
            then 'other_company'
        else 'kept'
    end as fate
from source_societe as parties
left join buyers on parties.rowid = buyers.party_id
left join countries on parties.fk_pays = countries.country_id;

-- customer_keys: one row a customer, with the key we give it.
create or replace temp table customer_keys as

select
    source_id,
    cast(row_number() over (order by cast(source_id as bigint)) as integer)
        as customer_id
from customer_fates
where fate = 'kept';

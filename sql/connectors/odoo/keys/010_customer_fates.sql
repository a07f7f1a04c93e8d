-- customer_fates: one row a partner, and whether it is a customer. People and addresses
-- of a company belong to it; partners who never ordered, and whom nobody marked as
-- customers, are none. Archived is not deleted.
create or replace temp table customer_fates as

with

partners as (

    select
        partners.id as source_id,
        coalesce(nullif(partners.commercial_partner_id, ''), partners.id) as keeper_id,
        nullif(trim(partners.name), '') as name,
        nullif(trim(partners.email), '') as email,
        nullif(trim(partners.email_normalized), '') as plain_email,
        coalesce(
            nullif(trim(partners.phone), ''), nullif(trim(partners.mobile), '')
        ) as phone,
        upper(countries.code) as country,
        try_cast(partners.create_date as timestamp) as created_at,
        coalesce(partners.active, 'true') = 'false' as is_archived,
        coalesce(try_cast(partners.customer_rank as integer), 0) > 0 as is_marked
    from source_res_partner as partners
    left join source_res_country as countries on partners.country_id = countries.id

),

buyers as (

    select distinct partners.keeper_id as buyer_id
    from source_sale_order as orders
    inner join partners on orders.partner_id = partners.source_id

)

select
    partners.source_id,
    partners.keeper_id,
    partners.name,
    partners.email,
    partners.plain_email,
    partners.phone,
    partners.country,
    partners.created_at,
    partners.is_archived,
    case
        when keepers.source_id is null then 'orphan'
        when not keepers.is_marked and buyers.buyer_id is null then 'not_a_customer'
        when partners.keeper_id <> partners.source_id then 'merged'
        else 'kept'
    end as fate
from partners
left join buyers on partners.keeper_id = buyers.buyer_id
left join partners as keepers on partners.keeper_id = keepers.source_id;

-- customer_keys: one row a partner that is a customer or belongs to one, with the key
-- that we give to the customer.
create or replace temp table customer_keys as

with

kept as (

    select
        source_id,
        cast(row_number() over (order by cast(source_id as bigint)) as integer)
            as customer_id
    from customer_fates
    where fate = 'kept'

)

select
    customer_fates.source_id,
    kept.customer_id
from customer_fates
inner join kept on customer_fates.keeper_id = kept.source_id;

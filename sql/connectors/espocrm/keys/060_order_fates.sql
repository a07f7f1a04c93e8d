-- order_fates: one row an opportunity, in the base currency, and whether it is an
-- order of ours. EspoCRM's own rule: multiplied by the rate; half a cent goes up. Whose
-- it is: the contact that it names, else the first of those that it is linked to, else
-- the only one of its account (of accounts, likewise). Deleted contacts give way to
-- those that are left. Without a currency it is in the base currency, which EspoCRM
-- itself puts in. A close date is the day as written.
create or replace temp table order_fates as

with

live_contacts as (

    select id as contact_id
    from source_contact
    where coalesce(deleted, '0') not in ('1', 'true')

),

contacts as (

    select
        links.opportunity_id,
        min(links.contact_id) as contact_id,
        count(distinct links.contact_id) as contacts
    from source_contact_opportunity as links
    inner join live_contacts on links.contact_id = live_contacts.contact_id
    where coalesce(links.deleted, '0') not in ('1', 'true')
    group by links.opportunity_id

),

parties as (

    select
        opportunities.id as source_id,
        coalesce(
            live_contacts.contact_id,
            contacts.contact_id,
            nullif(opportunities.contact_id, '')
        ) as contact_id,
        nullif(opportunities.account_id, '') as account_id,
        coalesce(contacts.contacts, 0) as contacts
    from source_opportunity as opportunities
    left join live_contacts on opportunities.contact_id = live_contacts.contact_id
    left join contacts on opportunities.id = contacts.opportunity_id

),

named as (

    select
        parties.source_id,
        parties.contacts,
        case
            when :grain = 'contact'
                then coalesce(parties.contact_id, contacts_of_accounts.contact_id)
            else coalesce(parties.account_id, accounts_of_contacts.account_id)
        end as party_id,
        case
            when :grain = 'contact' then parties.contact_id is null
            else parties.account_id is null
        end as is_party_inferred
    from parties
    left join
        contacts_of_accounts
        on parties.account_id = contacts_of_accounts.account_id
    left join
        accounts_of_contacts
        on parties.contact_id = accounts_of_contacts.contact_id

),

amounts as (

    select
        opportunities.*,
        nullif(trim(opportunities.amount_currency), '') is null
        and opportunities.amount is not null as has_no_currency,
        coalesce(
            nullif(upper(trim(opportunities.amount_currency)), ''), base_currency.code
        ) as written_currency,
        base_currency.code as base_code
    from source_opportunity as opportunities
    cross join base_currency

),

placed as (

    select
        opportunities.id as source_id,
        named.contacts,
        named.is_party_inferred,
        customer_keys.customer_id,
        owners.fate as owner_fate,
        rates.rate,
        opportunities.base_code as currency,
        opportunities.has_no_currency,
        opportunities.amount as amount_text,
        opportunities.written_currency <> opportunities.base_code as is_converted,
        coalesce(opportunities.deleted, '0') in ('1', 'true') as is_deleted,
        list_contains(
            names_in(:won_stages), trim(opportunities.stage)
        ) as is_won,
        try_cast(opportunities.close_date as date) as ordered_on,
        try_cast(
            round(try_cast(opportunities.amount as decimal(18, 6)) * rates.rate, 2)
            as decimal(18, 2)
        ) as net_amount
    from amounts as opportunities
    inner join named on opportunities.id = named.source_id
    left join rates on opportunities.written_currency = rates.code
    left join customer_keys on named.party_id = customer_keys.source_id
    left join customer_fates as owners on named.party_id = owners.source_id

)

select
    placed.*,
    row_number() over (order by source_id) as order_id,
    case
        when is_deleted then 'deleted'
        when not coalesce(is_won, false) then 'not_won'
        when owner_fate = 'test_record' then 'test_record'
        when customer_id is null then 'orphan'
        when ordered_on is null then 'unreadable_date'
        when ordered_on > :today then 'future_dated'
        when rate is null and amount_text is not null then 'unknown_currency'
        when amount_text is not null and net_amount is null then 'unreadable_amount'
        else 'kept'
    end as fate
from placed;

-- opportunity_parties: one row an opportunity with a link that is not deleted: its
-- first contact and its first account, and how many contacts there are.
create or replace temp table opportunity_parties as

with

links as (

    select
        opportunity_id,
        contact_id,
        cast(null as varchar) as account_id
    from reached_opportunities_contacts
    where deleted = '0'
    union all
    select
        opportunity_id,
        cast(null as varchar) as contact_id,
        account_id
    from reached_accounts_opportunities
    where deleted = '0'

)

select
    opportunity_id,
    min(contact_id) as contact_id,
    min(account_id) as account_id,
    count(distinct contact_id) as contacts
from links
group by opportunity_id;

-- guesses: one row an option that the data say something of.
with

named as (

    select
        count(*) filter (where nullif(account_id, '') is not null) as with_account,
        count(*) filter (
            where
            nullif(contact_id, '') is not null
            or exists (
                select 1
                from source_contact_opportunity as links
                where links.opportunity_id = opportunities.id
            )
        ) as with_contact
    from source_opportunity as opportunities
    where coalesce(deleted, '0') not in ('1', 'true')

)

select
    'grain' as option_name,
    case
        when with_contact * 2 >= with_account then 'contact' else 'account'
    end as option_value,
    cast(with_contact as varchar) || ' orders name a contact, '
    || cast(with_account as varchar) || ' an account' as reason
from named;

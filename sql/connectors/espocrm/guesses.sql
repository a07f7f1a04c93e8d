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

),

-- EspoCRM's own rule: a stage is won if opportunities get a probability of 100 by it.
-- Somebody may have changed it here and there.
stages as (

    select trim(stage) as stage
    from source_opportunity
    where
        coalesce(deleted, '0') not in ('1', 'true')
        and probability is not null
        and nullif(trim(stage), '') is not null
        and not contains(stage, ',')
    group by trim(stage)
    having avg(case when probability = '100' then 1.0 else 0.0 end) >= 0.9

),

won as (

    select stage
    from stages
    union
    select 'Closed Won' as stage
    from source_opportunity
    where probability is not null

)

select
    'grain' as option_name,
    case
        when with_contact * 2 >= with_account then 'contact' else 'account'
    end as option_value,
    cast(with_contact as varchar) || ' orders name a contact, '
    || cast(with_account as varchar) || ' an account' as reason
from named
union all
select
    'won_stages' as option_name,
    string_agg(stage, ', ' order by stage) as option_value,
    'opportunities of these stages have a probability of 100' as reason
from won
having count(*) > 0;

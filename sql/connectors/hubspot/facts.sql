-- facts: one row a thing that the data say of themselves.
with

stages as (

    select
        case
            when contains(deal_stage, ',') then '"' || deal_stage || '"'
            else coalesce(deal_stage, 'none')
        end as stage,
        count(*) as deals
    from source_deals
    group by deal_stage
    order by deals desc, stage asc
    limit 20

)

select
    'stages of deals (won_stages says which are won)' as fact,
    string_agg(
        stage || ' ' || cast(deals as varchar), ', '
        order by deals desc, stage asc
    ) as value
from stages
having count(*) > 0;

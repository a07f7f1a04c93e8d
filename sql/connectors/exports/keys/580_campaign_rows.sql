-- campaign_rows: one row a campaign that was found, with the key we give it. An end
-- before the start is taken for unknown.
create or replace temp table campaign_rows as

with

latest as (

    select
        *,
        row_number() over (partition by source_id order by row_order desc) as recency
    from found_campaigns

),

judged as (

    select
        *,
        case
            when source_id is null then 'no_id'
            when recency > 1 then 'duplicate_row'
            else fate
        end as final_fate
    from latest

)

select
    source_table,
    source_id,
    case
        when final_fate = 'kept'
            then
                cast(
                    row_number() over (
                        partition by final_fate = 'kept' order by source_id
                    ) as integer
                )
    end as campaign_id,
    coalesce(name, '(no name)') as name,
    kind,
    starts_on,
    case
        when starts_on is null or ends_on >= starts_on then ends_on
    end as ends_on,
    final_fate as fate
from judged;

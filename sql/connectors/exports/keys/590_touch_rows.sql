-- touch_rows: one row a customer whom a campaign is said to have reached, and its
-- fate. Of more than one in a campaign the first counts.
create or replace temp table touch_rows as

with

judged as (

    select
        found_touches.source_table,
        found_touches.row_order,
        found_touches.source_id,
        campaign_rows.campaign_id,
        customer_keys.customer_id,
        found_touches.touched_on,
        found_touches.response,
        found_touches.responded_on,
        case
            when found_touches.fate <> 'kept' then found_touches.fate
            when found_touches.customer_id is null then 'no_customer'
            when campaign_rows.campaign_id is null then 'orphan'
            when customer_keys.customer_id is null then 'orphan'
            when found_touches.touched_on > :today then 'future_dated'
            else 'kept'
        end as first_fate
    from found_touches
    left join
        campaign_rows
        on
            found_touches.campaign_id = campaign_rows.source_id
            and campaign_rows.campaign_id is not null
    left join customer_keys on found_touches.customer_id = customer_keys.source_id

)

select
    source_table,
    row_order,
    source_id,
    campaign_id,
    customer_id,
    touched_on,
    response,
    responded_on,
    case
        when first_fate <> 'kept' then first_fate
        when
            row_number() over (
                partition by campaign_id, customer_id, first_fate order by row_order
            ) > 1
            then 'duplicate_link'
        else 'kept'
    end as fate
from judged;

-- contacts_fingerprint: one row, counts and sums of what reports read of campaigns and
-- communications, alike on every engine.
with

touches as (

    select
        count(*) as touches,
        cast(sum(campaign_id * (1 + mod(customer_id, 97))) as bigint) as touched,
        cast(
            sum(date_diff('day', date '2000-01-01', touched_on)) as bigint
        ) as touch_days,
        count(case when in_control_group then 1 end) as left_out
    from campaign_touches

),

responses as (

    select
        count(*) as responses,
        cast(sum(campaign_id * (1 + mod(customer_id, 97))) as bigint) as responded,
        cast(
            sum(date_diff('day', date '2000-01-01', responded_on)) as bigint
        ) as response_days
    from campaign_responses

),

contacts as (

    select
        count(*) as contacts,
        cast(sum(customer_id * (1 + mod(id, 97))) as bigint) as contacted
    from communications

)

select
    touches.touches,
    touches.touched,
    touches.touch_days,
    touches.left_out,
    responses.responses,
    responses.responded,
    responses.response_days,
    contacts.contacts,
    contacts.contacted
from touches
cross join responses
cross join contacts;

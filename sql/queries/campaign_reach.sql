-- campaign_reach: one row, the customers of the segment whom a campaign had reached
-- before as_of, and how many of them had answered one that reached them.
with

answers as (

    select distinct
        campaign_id,
        customer_id
    from campaign_responses
    where responded_on < :as_of

),

reached as (

    select
        campaign_touches.customer_id,
        count(*) as touches,
        count(answers.customer_id) as answered
    from campaign_touches
    inner join
        segment_members
        on campaign_touches.customer_id = segment_members.customer_id
    left join
        answers
        on
            campaign_touches.campaign_id = answers.campaign_id
            and campaign_touches.customer_id = answers.customer_id
    where
        campaign_touches.touched_on < :as_of
        and not campaign_touches.in_control_group
    group by campaign_touches.customer_id

)

select
    count(*) as reached,
    count(case when answered > 0 then 1 end) as responders,
    cast(coalesce(sum(touches), 0) as bigint) as touches,
    cast(coalesce(sum(answered), 0) as bigint) as touches_answered
from reached;

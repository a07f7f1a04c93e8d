-- campaign_counts: one row a campaign that had reached somebody of the segment before
-- as_of. Touches without a day are left out: whether they were before is not known.
-- Who was left out at random is counted apart.
with

answers as (

    select
        campaign_id,
        customer_id,
        count(*) as responses
    from campaign_responses
    where responded_on < :as_of
    group by campaign_id, customer_id

)

select
    campaigns.name,
    campaigns.kind,
    campaigns.has_control_group,
    min(campaign_touches.touched_on) as first_touched_on,
    count(case when not campaign_touches.in_control_group then 1 end) as reached,
    count(
        case when not campaign_touches.in_control_group then answers.customer_id end
    ) as responders,
    cast(
        sum(
            case
                when not campaign_touches.in_control_group
                    then coalesce(answers.responses, 0)
                else 0
            end
        ) as bigint
    ) as responses,
    count(case when campaign_touches.in_control_group then 1 end) as left_out
from campaign_touches
inner join
    segment_members
    on campaign_touches.customer_id = segment_members.customer_id
inner join campaigns on campaign_touches.campaign_id = campaigns.id
left join
    answers
    on
        campaign_touches.campaign_id = answers.campaign_id
        and campaign_touches.customer_id = answers.customer_id
where campaign_touches.touched_on < :as_of
group by
    campaigns.id, campaigns.name, campaigns.kind, campaigns.has_control_group
order by first_touched_on, campaigns.name;

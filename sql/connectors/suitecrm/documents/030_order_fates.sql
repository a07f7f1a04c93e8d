-- order_fates: one row an invoice or opportunity, in the base currency, and whether
-- it is an order of ours. SuiteCRM's own rule: divided by the rate, and 0 where the
-- rate is 0; half a cent goes up. A day without a time is the day as written; only
-- where there is none, it is the day of the moment of entry, in the zone that the
-- company names.
create or replace temp table order_fates as

with

-- Numbers are given out to ids alone: whole rows take four times as long to sort.
numbered as (

    select
        source_id,
        row_number() over (order by source_id) as order_id
    from order_candidates

),

owners as (

    select
        customer_fates.source_id,
        customer_fates.fate,
        customer_keys.customer_id
    from customer_fates
    left join customer_keys on customer_fates.source_id = customer_keys.source_id

),

dated as (

    select
        order_candidates.*,
        try_cast(order_candidates.day_text as date) as written_on,
        owners.customer_id,
        owners.fate as owner_fate,
        rates.rate,
        case
            when rates.rate = 0 then cast(0 as decimal(18, 2))
            when rates.rate = 10000000000
                then cast(round(order_candidates.amount, 2) as decimal(18, 2))
            else
                cast(
                    sign(order_candidates.amount) * (
                        (
                            cast(abs(order_candidates.amount) * 1000000 as hugeint)
                            * 2000000
                            + rates.rate
                        )
                        // (rates.rate * 2)
                    ) as decimal(18, 0)
                )
                * cast(0.01 as decimal(3, 2))
        end as base_amount
    from order_candidates
    left join owners on order_candidates.party_id = owners.source_id
    left join rates on coalesce(order_candidates.currency_id, '-99') = rates.currency_id

),

placed as (

    select
        dated.*,
        coalesce(
            written_on,
            case
                when day_text is null
                    then
                        cast(
                            entered_at at time zone 'UTC' at time zone :time_zone
                            as date
                        )
            end
        ) as ordered_on,
        coalesce(cast(written_on as timestamp), entered_at) as ordered_at
    from dated

)

select
    placed.source_table,
    placed.source_id,
    placed.stage,
    placed.contacts,
    placed.is_party_inferred,
    placed.currency_id,
    placed.written_on,
    placed.customer_id,
    placed.rate,
    placed.base_amount,
    placed.ordered_on,
    placed.ordered_at,
    numbered.order_id,
    case
        when placed.is_deleted then 'deleted'
        when placed.stage = 'not won' then 'not_won'
        when placed.owner_fate = 'test_record' then 'test_record'
        when placed.customer_id is null then 'orphan'
        when placed.ordered_on is null then 'unreadable_date'
        when placed.ordered_on > :today then 'future_dated'
        when placed.rate is null then 'unknown_currency'
        when placed.amount_text is not null and placed.base_amount is null
            then 'unreadable_amount'
        else 'kept'
    end as fate
from placed
inner join numbered on placed.source_id = numbered.source_id;

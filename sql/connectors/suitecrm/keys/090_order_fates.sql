-- order_fates: one row an invoice or opportunity, in the base currency, and whether
-- it is an order of ours. SuiteCRM's own rule: divided by the rate, and 0 where the
-- rate is 0; half a cent goes up. A day without a time is the day as written; only
-- where there is none, it is the day of the moment of entry, in the zone that the
-- company names.
create or replace temp table order_fates as

with

dated as (

    select
        order_candidates.*,
        try_cast(order_candidates.day_text as date) as written_on,
        customer_keys.customer_id,
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
    left join customer_keys on order_candidates.party_id = customer_keys.source_id
    left join customer_fates as owners on order_candidates.party_id = owners.source_id
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
    source_table,
    source_id,
    stage,
    contacts,
    is_party_inferred,
    currency_id,
    written_on,
    customer_id,
    rate,
    base_amount,
    ordered_on,
    ordered_at,
    row_number() over (order by source_id) as order_id,
    case
        when is_deleted then 'deleted'
        when stage = 'not won' then 'not_won'
        when owner_fate = 'test_record' then 'test_record'
        when customer_id is null then 'orphan'
        when ordered_on is null then 'unreadable_date'
        when ordered_on > :today then 'future_dated'
        when rate is null then 'unknown_currency'
        when amount_text is not null and base_amount is null then 'unreadable_amount'
        else 'kept'
    end as fate
from placed;

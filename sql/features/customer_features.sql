-- customer_features: one row a customer and asked day, of those with a purchase before
-- the day; only what was known then. Counts and sums are integers, so that every engine
-- gives the same. Spend is in the currency that most purchases before as_of were in; it
-- is missing where there were purchases in the window but no amount in it is known.
-- Of customers, those whose key falls from skipped_of_65536 to below sample_of_65536 in
-- a fixed shuffle are kept, which is everybody at -65536 and 65536. No asked day is
-- after as_of.
with

asked_days as (

    select asked.day_on
    from (values (:days)) as asked (day_on)

),

reporting_currency as (

    select currency
    from purchases
    where purchased_on < :as_of and amount_cents is not null
    group by currency
    order by count(*) desc, currency asc
    limit 1

),

known_purchases as (

    select
        customer_id,
        purchased_on,
        case
            when
                currency
                = (select reporting_currency.currency from reporting_currency)
                then amount_cents
        end as amount_cents
    from purchases
    where
        purchased_on < :as_of
        and (
            -- Engines work this out beforehand, and need not shuffle everybody.
            (:skipped_of_65536 <= -65536 and :sample_of_65536 >= 65536)
            or (
                cast(customer_id as bigint) * 40503 % 65536 >= :skipped_of_65536
                and cast(customer_id as bigint) * 40503 % 65536 < :sample_of_65536
            )
        )

),

days as (

    select
        customer_id,
        purchased_on,
        count(*) as orders,
        cast(sum(amount_cents) as bigint) as amount_cents
    from known_purchases
    group by customer_id, purchased_on

),

days_with_gaps as (

    select
        customer_id,
        purchased_on,
        orders,
        amount_cents,
        date_diff(
            'day',
            lag(purchased_on) over (partition by customer_id order by purchased_on),
            purchased_on
        ) as gap_days
    from days

),

known_days as (

    select
        asked_days.day_on as as_of,
        days_with_gaps.customer_id,
        days_with_gaps.orders,
        days_with_gaps.amount_cents,
        days_with_gaps.gap_days,
        date_diff('day', days_with_gaps.purchased_on, asked_days.day_on) as days_ago
    from days_with_gaps
    inner join asked_days on days_with_gaps.purchased_on < asked_days.day_on

)

select
    as_of,
    customer_id,
    cast(sum(orders) as bigint) as orders,
    count(*) as purchase_days,
    count(*) - 1 as repeat_purchases,
    max(days_ago) - min(days_ago) as first_to_last_days,
    max(days_ago) as tenure_days,
    min(days_ago) as days_since_last,
    count(*) - 1 as gap_count,
    max(days_ago) - min(days_ago) as gap_days_sum,
    cast(coalesce(sum(gap_days * gap_days), 0) as bigint) as gap_days_squared_sum,
    -- The last purchase day is the least days ago; its gap goes along in one number.
    min(cast(days_ago as bigint) * 10000000 + gap_days) % 10000000 as gap_days_last,
    max(gap_days) as gap_days_max,
    count(case when days_ago <= 7 then 1 end) as purchase_days_last_7_days,
    count(case when days_ago <= 30 then 1 end) as purchase_days_last_30_days,
    count(case when days_ago <= 90 then 1 end) as purchase_days_last_90_days,
    count(case when days_ago <= 180 then 1 end) as purchase_days_last_180_days,
    count(case when days_ago <= 365 then 1 end) as purchase_days_last_365_days,
    cast(sum(amount_cents) as bigint) as spend_cents,
    cast(
        case
            when min(days_ago) > 7 then 0
            else sum(case when days_ago <= 7 then amount_cents end)
        end as bigint
    ) as spend_cents_last_7_days,
    cast(
        case
            when min(days_ago) > 30 then 0
            else sum(case when days_ago <= 30 then amount_cents end)
        end as bigint
    ) as spend_cents_last_30_days,
    cast(
        case
            when min(days_ago) > 90 then 0
            else sum(case when days_ago <= 90 then amount_cents end)
        end as bigint
    ) as spend_cents_last_90_days,
    cast(
        case
            when min(days_ago) > 180 then 0
            else sum(case when days_ago <= 180 then amount_cents end)
        end as bigint
    ) as spend_cents_last_180_days,
    cast(
        case
            when min(days_ago) > 365 then 0
            else sum(case when days_ago <= 365 then amount_cents end)
        end as bigint
    ) as spend_cents_last_365_days
from known_days
group by as_of, customer_id
order by as_of, customer_id;

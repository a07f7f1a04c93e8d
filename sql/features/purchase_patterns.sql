-- purchase_patterns: one row a customer and asked day, of those with a purchase before
-- the day, with more of when they bought than customer_features has; only what was
-- known then. Each purchase day counts a million times half to the number of half-lives
-- it is ago, in whole numbers, so that every engine adds up to the same. Of customers,
-- those whose key falls from skipped_of_65536 to below sample_of_65536 in a fixed
-- shuffle are kept, which is everybody at -65536 and 65536. No asked day is after
-- as_of.
with

asked_days as (

    select asked.day_on
    from (values (:days)) as asked (day_on)

),

known_days as (

    select
        asked_days.day_on as as_of,
        purchase_days.customer_id,
        date_diff('day', purchase_days.purchased_on, asked_days.day_on) as days_ago
    from purchase_days
    inner join asked_days on purchase_days.purchased_on < asked_days.day_on
    where
        purchase_days.purchased_on < :as_of
        and (
            -- Engines work this out beforehand, and need not shuffle everybody.
            (:skipped_of_65536 <= -65536 and :sample_of_65536 >= 65536)
            or (
                cast(purchase_days.customer_id as bigint) * 40503 % 65536
                >= :skipped_of_65536
                and cast(purchase_days.customer_id as bigint) * 40503 % 65536
                < :sample_of_65536
            )
        )

)

select
    as_of,
    customer_id,
    count(case when days_ago <= 14 then 1 end) as purchase_days_last_14_days,
    count(case when days_ago <= 60 then 1 end) as purchase_days_last_60_days,
    count(case when days_ago <= 730 then 1 end) as purchase_days_last_730_days,
    count(
        case when days_ago <= 365 and days_ago > 358 then 1 end
    ) as purchase_days_a_year_ago_7_days,
    count(
        case when days_ago <= 365 and days_ago > 351 then 1 end
    ) as purchase_days_a_year_ago_14_days,
    count(
        case when days_ago <= 365 and days_ago > 335 then 1 end
    ) as purchase_days_a_year_ago_30_days,
    count(
        case when days_ago <= 365 and days_ago > 305 then 1 end
    ) as purchase_days_a_year_ago_60_days,
    count(
        case when days_ago <= 365 and days_ago > 275 then 1 end
    ) as purchase_days_a_year_ago_90_days,
    count(
        case when days_ago <= 365 and days_ago > 185 then 1 end
    ) as purchase_days_a_year_ago_180_days,
    cast(
        sum(
            cast(
                floor(
                    1000000 * power(0.5, cast(days_ago as double) / 7) + 0.5
                ) as bigint
            )
        ) as bigint
    ) as purchase_millionths_half_life_7_days,
    cast(
        sum(
            cast(
                floor(
                    1000000 * power(0.5, cast(days_ago as double) / 30) + 0.5
                ) as bigint
            )
        ) as bigint
    ) as purchase_millionths_half_life_30_days,
    cast(
        sum(
            cast(
                floor(
                    1000000 * power(0.5, cast(days_ago as double) / 90) + 0.5
                ) as bigint
            )
        ) as bigint
    ) as purchase_millionths_half_life_90_days,
    cast(
        sum(
            cast(
                floor(
                    1000000 * power(0.5, cast(days_ago as double) / 365) + 0.5
                ) as bigint
            )
        ) as bigint
    ) as purchase_millionths_half_life_365_days
from known_days
group by as_of, customer_id
order by as_of, customer_id;

-- labels: one row a customer and asked day, of those with a purchase before the day; 1
-- if there is a purchase day in the horizon that begins on it, else 0. Whether the data
-- reach to the end of the horizon, at the latest to until, is for the caller to ask:
-- one that is not wholly inside the data has no label. Of customers, those whose key
-- falls from skipped_of_65536 to below sample_of_65536 in a fixed shuffle are kept,
-- which is everybody at -65536 and 65536.
with

asked_days as (

    select asked.day_on
    from (values (:days)) as asked (day_on)

),

days_ahead as (

    select
        asked_days.day_on as as_of,
        purchase_days.customer_id,
        date_diff('day', asked_days.day_on, purchase_days.purchased_on) as days_ahead
    from purchase_days
    cross join asked_days
    where
        purchase_days.purchased_on < :until
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
    max(
        case when days_ahead >= 0 and days_ahead < :horizon_days then 1 else 0 end
    ) as label
from days_ahead
group by as_of, customer_id
having min(days_ahead) < 0
order by as_of, customer_id;

-- at_risk_and_valuable: one row a customer with three purchase days or more who has
-- stayed away for more than twice the own usual gap, of the fifth who spent most. Who
-- spent most is first. Spend is what is known in the currency of most purchases.
with

reporting_currency as (

    select currency
    from purchases
    where purchased_on < :as_of and amount_cents is not null
    group by currency
    order by count(*) desc, currency asc
    limit 1

),

spent as (

    select
        purchases.customer_id,
        count(distinct purchases.purchased_on) as purchase_days,
        min(purchases.purchased_on) as first_purchased_on,
        max(purchases.purchased_on) as last_purchased_on,
        sum(
            case
                when purchases.currency = reporting_currency.currency
                    then purchases.amount_cents
                else 0
            end
        ) as amount_cents
    from purchases
    left join reporting_currency on true
    where purchases.purchased_on < :as_of
    group by purchases.customer_id

),

ranked as (

    select
        customer_id,
        purchase_days,
        amount_cents,
        date_diff('day', first_purchased_on, last_purchased_on) as active_days,
        date_diff('day', last_purchased_on, :as_of) as days_since_last,
        ntile(5) over (order by amount_cents desc, customer_id asc) as fifth
    from spent

)

select customer_id
from ranked
where
    fifth = 1
    and purchase_days >= 3
    and days_since_last * (purchase_days - 1) > 2 * active_days
order by amount_cents desc, customer_id asc;

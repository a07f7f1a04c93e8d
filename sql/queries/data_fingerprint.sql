-- data_fingerprint: one row, counts and sums of all that reports read. Two databases
-- with the same customers and orders have the same row, on every engine.
with

order_sums as (

    select
        count(*) as orders,
        cast(sum(id) as bigint) as order_ids,
        cast(sum(customer_id * (1 + mod(id, 97))) as bigint) as buyers,
        cast(sum(date_diff('day', date '2000-01-01', ordered_on)) as bigint) as days,
        cast(
            sum(
                date_diff('day', date '2000-01-01', ordered_on)
                * (1 + mod(customer_id, 89))
            ) as bigint
        ) as days_by_customer,
        cast(sum(net_amount) * 100 as bigint) as amount_cents,
        count(case when counts_as_purchase then 1 end) as counted
    from orders

),

customer_sums as (

    select
        count(*) as customers,
        count(birthday) as birthdays,
        cast(
            sum(
                date_diff('day', date '1900-01-01', birthday)
                * (1 + mod(customer_id, 89))
            ) as bigint
        ) as birthdays_by_customer,
        count(case when gender = 'female' then 1 end) as women,
        count(case when gender = 'male' then 1 end) as men
    from customer_birthdays

)

select
    customer_sums.customers,
    customer_sums.birthdays,
    customer_sums.birthdays_by_customer,
    customer_sums.women,
    customer_sums.men,
    order_sums.orders,
    order_sums.order_ids,
    order_sums.buyers,
    order_sums.days,
    order_sums.days_by_customer,
    order_sums.amount_cents,
    order_sums.counted
from order_sums
cross join customer_sums;

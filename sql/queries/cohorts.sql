-- cohorts: one row a cohort (customers of the segment by the period of their first
-- purchase) and a period since then in which some of them bought, before as_of.
-- A period is period_months long and named by its first month. Months are numbered from
-- year 0, year * 12 + month - 1, so a period of 3 is a quarter and one of 12 a year.
with

purchase_months as (

    select distinct
        purchase_days.customer_id,
        extract(year from purchase_days.purchased_on) * 12
        + extract(month from purchase_days.purchased_on) - 1 as month_number
    from purchase_days
    inner join
        segment_members
        on purchase_days.customer_id = segment_members.customer_id
    where purchase_days.purchased_on < :as_of

),

purchase_periods as (

    select distinct
        customer_id,
        month_number - month_number % :period_months as month_number
    from purchase_months

),

first_periods as (

    select
        customer_id,
        min(month_number) as cohort_month_number
    from purchase_periods
    group by customer_id

)

select
    first_periods.cohort_month_number,
    purchase_periods.month_number - first_periods.cohort_month_number as months_since,
    count(*) as buyers
from purchase_periods
inner join
    first_periods
    on purchase_periods.customer_id = first_periods.customer_id
group by
    first_periods.cohort_month_number,
    purchase_periods.month_number - first_periods.cohort_month_number
order by first_periods.cohort_month_number, months_since;

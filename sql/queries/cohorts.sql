-- cohorts: one row a cohort (customers of the segment by the month of their first
-- purchase) and a month since then in which some of them bought, before as_of.
-- Months are numbered from year 0: year * 12 + month - 1.
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

first_months as (

    select
        customer_id,
        min(month_number) as cohort_month_number
    from purchase_months
    group by customer_id

)

select
    first_months.cohort_month_number,
    purchase_months.month_number - first_months.cohort_month_number as months_since,
    count(*) as buyers
from purchase_months
inner join first_months on purchase_months.customer_id = first_months.customer_id
group by
    first_months.cohort_month_number,
    purchase_months.month_number - first_months.cohort_month_number
order by first_months.cohort_month_number, months_since;

-- purchases_by_month: one row a month with purchases of the segment before as_of.
-- The amount is in one currency; it is missing where none is known.
-- Months are numbered from year 0: year * 12 + month - 1.
select
    extract(year from purchases.purchased_on) * 12
    + extract(month from purchases.purchased_on) - 1 as month_number,
    count(*) as orders,
    count(distinct purchases.customer_id) as buyers,
    cast(
        sum(
            case when purchases.currency = :currency then purchases.amount_cents end
        ) as bigint
    ) as amount_cents
from purchases
inner join segment_members on purchases.customer_id = segment_members.customer_id
where purchases.purchased_on < :as_of
group by
    extract(year from purchases.purchased_on) * 12
    + extract(month from purchases.purchased_on) - 1
order by month_number;

-- The day of an order is the day of its moment in some time zone: at most one away.
select
    id,
    ordered_at,
    ordered_on
from orders
where abs(date_diff('day', cast(ordered_at as date), ordered_on)) > 1;

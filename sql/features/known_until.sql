-- known_until: one row, the last day with an order before as_of.
select max(ordered_on) as last_day
from orders
where ordered_on < :as_of;

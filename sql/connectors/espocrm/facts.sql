-- facts: one row a thing that the data say of themselves.
select
    'default currency' as fact,
    code as value
from base_currency;

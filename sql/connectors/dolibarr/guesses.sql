-- guesses: one row an option that the data say something of.
select
    'orders_from' as option_name,
    case when count(*) > 0 then 'invoices' else 'orders' end as option_value,
    'there are ' || cast(count(*) as varchar) || ' invoices' as reason
from source_facture;

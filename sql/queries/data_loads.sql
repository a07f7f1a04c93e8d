-- data_loads: one row a data set in this database.
select
    source_system,
    title,
    licence,
    contacts_are_synthetic,
    orders_are_simulated,
    loaded_at
from data_loads
order by source_system;

-- guesses: one row an option that the shop says something of.
select
    'time_zone' as option_name,
    option_value,
    'the shop''s own setting timezone_string' as reason
from source_options
where option_name = 'timezone_string' and contains(option_value, '/')
union all
select
    'storage' as option_name,
    orders_in as option_value,
    'the shop''s own setting, or where its orders are' as reason
from storage;

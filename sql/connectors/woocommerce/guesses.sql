-- guesses: one row an option that the shop says something of.
select
    'time_zone' as option_name,
    option_value,
    'the shop''s own setting timezone_string' as reason
from source_options
where option_name = 'timezone_string' and contains(option_value, '/')
union all
select
    'time_zone' as option_name,
    'Etc/GMT'
    || case when starts_with(option_value, '-') then '+' else '-' end
    || ltrim(option_value, '+-') as option_value,
    'the shop''s own setting gmt_offset, the same in summer and winter' as reason
from source_options
where
    option_name = 'gmt_offset'
    and regexp_full_match(option_value, '[-+]?[1-9][0-9]?')
    and not exists (
        select 1
        from source_options as named
        where
            named.option_name = 'timezone_string'
            and contains(named.option_value, '/')
    )
union all
select
    'storage' as option_name,
    orders_in as option_value,
    'the shop''s own setting, or where its orders are' as reason
from storage;

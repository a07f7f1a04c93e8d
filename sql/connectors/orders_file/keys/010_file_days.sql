-- file_days: one row a distinct text in the file that should be a day, and the moment
-- it stands for. It is an ISO date or moment, or year, month and day in another usual
-- order that cannot be mistaken; the day is the one written, whatever zone follows.
-- What cannot be read has no moment, and is refused afterwards: so are words that the
-- engine would take for one (infinity, epoch), years that have not four digits, and
-- 9999, in which many systems put what has no day.
create table file_days as

with

texts as (

    select distinct
        day_text,
        trim(day_text) as trimmed
    from source_orders
    where day_text is not null

),

moments as (

    select
        day_text,
        trimmed,
        case
            when trimmed between '0' and ':'
                then coalesce(
                    try_cast(trimmed as timestamp),
                    try_cast(
                        regexp_extract(
                            trimmed,
                            '^([0-9-]{10}[T ][0-9:]{5})(Z|[+-][0-9]{2}(:?[0-9]{2})?)$',
                            1
                        ) as timestamp
                    ),
                    case
                        when length(trimmed) = 8
                            then try_strptime(trimmed, '%Y%m%d')
                    end,
                    try_strptime(
                        trimmed, ['%d.%m.%Y', '%d.%m.%Y %H:%M', '%d.%m.%Y %H:%M:%S']
                    )
                )
        end as ordered_at
    from texts

)

select
    day_text,
    case
        when extract(year from ordered_at) between 1000 and 9998 then ordered_at
    end as ordered_at,
    regexp_matches(
        trimmed, '^[0-9]{1,2}[./-][0-9]{1,2}[./-]([0-9]{2}|[0-9]{4})( [0-9:]+)?$'
    ) as has_year_last
from moments;

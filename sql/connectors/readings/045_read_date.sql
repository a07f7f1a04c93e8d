-- read_date: the day in a text, whatever time follows it: 2024-03-12, 20240312,
-- 12.03.2024, 3/12/2024, 12-Mar-2024, March 12, 2024. Missing if it cannot be read, or
-- is not in the years 1000 to 9998; 9999 is what many systems put for no day.
create or replace macro read_date(moment_text, day_order) as
try_cast(
    case
        when regexp_matches(moment_text, '^9999') then null
        when
            regexp_matches(
                moment_text, '^[1-9][0-9]{3}[-/.][0-9]{1,2}[-/.][0-9]{1,2}($|[T ,])'
            )
            then
                regexp_replace(
                    moment_text,
                    '^([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2}).*$',
                    '\1-\2-\3'
                )
        when regexp_matches(moment_text, '^[1-9][0-9]{7}$')
            then regexp_replace(moment_text, '^(....)(..)(..)$', '\1-\2-\3')
        when
            regexp_matches(
                moment_text, '^[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{2,4}($|[T ,])'
            )
            then
                with_century(
                    regexp_extract(moment_text, '^[0-9]+[-/.][0-9]+[-/.]([0-9]+)', 1)
                )
                || case
                    when is_day_first(moment_text, day_order)
                        then regexp_replace(moment_text, '^(\d+).(\d+).*$', '-\2-\1')
                    when not is_day_first(moment_text, day_order)
                        then regexp_replace(moment_text, '^(\d+).(\d+).*$', '-\1-\2')
                end
        when
            regexp_matches(
                moment_text,
                '^([A-Za-z]+,? )?([0-9]{1,2}[- ][A-Za-z]{3,9}[.]?[- ,]+[1-9][0-9]{3}\b'
                || '|[A-Za-z]{3,9}[.]? [0-9]{1,2},? [1-9][0-9]{3}\b)'
            )
            then named_month(moment_text)
    end as date
);

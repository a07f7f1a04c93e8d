-- numbered_day: a day that is written in numbers, as an ISO date; missing if a text
-- does not begin with one.
create or replace macro numbered_day(moment_text, day_order) as
case
    when
        regexp_matches(
            moment_text, '^[1-9][0-9]{3}[-/.][0-9]{1,2}[-/.][0-9]{1,2}($|[T ,(])'
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
            moment_text, '^[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{2,4}($|[T ,(])'
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
end;

-- read_date: the day in a text, whatever time follows it: 2024-03-12, 20240312,
-- 12.03.2024, 3/12/2024, 12-Mar-2024, March 12, 2024, 12 mars 2024, 2024年3月12日.
-- Missing if it cannot be read, or is not in the years 1000 to 9998; 9999 is what many
-- systems put for no day. What programs write comes first, for the rest takes longer;
-- a list of one has it worked out once.
create or replace macro read_date(moment_text, day_order) as
try_cast(
    case
        when regexp_matches(moment_text, '^9999') then null
        when
            regexp_matches(
                moment_text, '^[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}($|[T ,])'
            )
            then numbered_day(moment_text, day_order)
        else
            list_transform(
                [plain_day(moment_text)],
                lambda day_text: coalesce(
                    numbered_day(day_text, day_order), named_day(day_text)
                )
            )[1]
    end as date
);

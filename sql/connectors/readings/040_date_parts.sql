-- month_number: of the first three letters of a month's English name.
create or replace macro month_number(month_name) as
case lower(month_name)
    when 'jan' then '01'
    when 'feb' then '02'
    when 'mar' then '03'
    when 'apr' then '04'
    when 'may' then '05'
    when 'jun' then '06'
    when 'jul' then '07'
    when 'aug' then '08'
    when 'sep' then '09'
    when 'oct' then '10'
    when 'nov' then '11'
    when 'dec' then '12'
end;

-- with_century: a year of two digits is of this century up to 68, as POSIX has it.
create or replace macro with_century(year_text) as
case
    when length(year_text) = 4 then year_text
    when length(year_text) <> 2 then null
    when year_text <= '68' then '20' || year_text
    else '19' || year_text
end;

-- is_day_first: of a day whose year stands last. A point says so, and so does a number
-- above 12, or two that are equal; else the order that is given does. Missing if that
-- is not given.
create or replace macro is_day_first(moment_text, day_order) as
case
    when regexp_matches(moment_text, '^[0-9]{1,2}\.') then true
    when regexp_matches(moment_text, '^(1[3-9]|[23][0-9])[-/]') then true
    when regexp_matches(moment_text, '^[0-9]{1,2}[-/](1[3-9]|[23][0-9])[-/]') then false
    when
        try_cast(regexp_extract(moment_text, '^([0-9]{1,2})', 1) as integer)
        = try_cast(regexp_extract(moment_text, '^[0-9]+[-/]([0-9]{1,2})', 1) as integer)
        then true
    when day_order = 'day_first' then true
    when day_order = 'month_first' then false
end;

-- named_month: a day whose month is written in English letters, as an ISO date.
create or replace macro named_month(moment_text) as
regexp_extract(moment_text, '\b([1-9][0-9]{3})\b', 1)
|| '-'
|| month_number(
    regexp_extract(moment_text, '\b([A-Za-z]{3})[a-z]*[.]?[- ,]+[0-9]', 1)
)
|| '-'
|| regexp_extract(moment_text, '\b([0-9]{1,2})\b', 1);

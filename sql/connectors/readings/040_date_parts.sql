-- plain_day: a text that begins with a day in numbers, without the blanks after points
-- of "12. 3. 2024" and the signs of 2024年3月12日, and without a last point. Blanks that
-- break no line, and marks of the direction of writing, go.
create or replace macro plain_day(moment_text) as
regexp_replace(
    regexp_replace(
        regexp_replace(
            regexp_replace(moment_text, '[\x{200e}\x{200f}]', '', 'g'),
            '[\x{a0}\x{202f}]', ' ', 'g'
        ),
        '^([0-9]{4}) ?[年년] ?([0-9]{1,2}) ?[月월] ?([0-9]{1,2}) ?[日일]', '\1-\2-\3 '
    ),
    '^([0-9]{1,4})[.] ?([0-9]{1,2})[.] ?([0-9]{1,4})[.]?', '\1.\2.\3'
);

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

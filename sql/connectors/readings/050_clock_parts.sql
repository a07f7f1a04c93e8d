-- has_clock: whether there is a time in a text, be it a right one or not.
create or replace macro has_clock(moment_text) as
regexp_matches(moment_text, '[0-9]:[0-9]{2}');

-- clock_half: a or p of a time by 12 hours, nothing of one by 24. The blank before it
-- may be one that breaks no line, as newer programs write it.
create or replace macro clock_half(moment_text) as
lower(
    regexp_extract(
        moment_text, '[0-9]:[0-9.,:]+[ \x{a0}\x{202f}]?([AaPp])[.]?[Mm]', 1
    )
);

-- clock_hour: the hour of a time, 0 to 23; missing if there is no such hour.
create or replace macro clock_hour(moment_text) as
case
    when regexp_matches(moment_text, '[T, ](2[4-9]|[3-9][0-9]):') then null
    when clock_half(moment_text) = ''
        then cast(regexp_extract(moment_text, '([0-9]{1,2}):[0-9]{2}', 1) as integer)
    when regexp_matches(moment_text, '[T, ](1[3-9]|2[0-3]|0?0):') then null
    else
        cast(regexp_extract(moment_text, '([0-9]{1,2}):[0-9]{2}', 1) as integer) % 12
        + case when clock_half(moment_text) = 'p' then 12 else 0 end
end;

-- clock_seconds: since midnight, of a time with nothing behind it but the half of the
-- day and its zone; fractions are left out.
create or replace macro clock_seconds(moment_text) as
case
    when
        regexp_matches(
            moment_text,
            '^[^:]*[T, ][0-9]{1,2}:[0-5][0-9](:[0-5][0-9]([.,][0-9]+)?)?'
            || '[ \x{a0}\x{202f}]?([AaPp][.]?[Mm][.]?)? ?(Z|UTC|GMT)?'
            || ' ?([+-][0-9]{2}(:?[0-9]{2})?)?$'
        )
        then
            clock_hour(moment_text) * 3600
            + cast(regexp_extract(moment_text, '[0-9]:([0-9]{2})', 1) as integer) * 60
            + cast(
                '0' || regexp_extract(moment_text, '[0-9]:[0-9]{2}:([0-9]{2})', 1)
                as integer
            )
end;

-- offset_minutes: how far ahead of UTC the zone is that is written behind a time.
create or replace macro offset_minutes(moment_text) as
case
    when regexp_matches(moment_text, ':[0-9]{2}.*[+-][0-9]{2}(:?[0-9]{2})?$')
        then
            case
                when regexp_matches(moment_text, '-[0-9]{2}(:?[0-9]{2})?$') then -1
                else 1
            end * (
                60 * cast(
                    regexp_extract(moment_text, '[+-]([0-9]{2})(:?[0-9]{2})?$', 1)
                    as integer
                ) + cast(
                    '0' || regexp_extract(moment_text, '[+-][0-9]{2}:?([0-9]{2})$', 1)
                    as integer
                )
            )
    when regexp_matches(moment_text, ':[0-9]{2}.*(Z|UTC|GMT)$') then 0
end;

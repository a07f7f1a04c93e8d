-- with_colons: a text whose time is 14.30.07, 14h30 or 14 h 30 min 07 s behind a day,
-- with the colons of 14:30:07.
create or replace macro with_colons(moment_text) as
case
    when contains(moment_text, ':') or not contains(moment_text, ' ')
        then moment_text
    else
        regexp_replace(
            regexp_replace(
                moment_text,
                '((?:[0-9]{4}[.,]*|-[0-9]{2}) (?:[a-zà]{1,3}[.]? )?[0-9]{1,2})'
                || '(?:[.]| ?h ?)([0-5][0-9])(?:[.]| ?min ?)([0-5][0-9])(?: s)?$',
                '\1:\2:\3'
            ),
            '((?:[0-9]{4}[.,]*|-[0-9]{2}) (?:[a-zà]{1,3}[.]? )?[0-9]{1,2})'
            || '(?:[.]| ?h ?)([0-5][0-9])(?: min)?$',
            '\1:\2'
        )
end;

-- has_clock: whether there is a time in a text, be it a right one or not.
create or replace macro has_clock(moment_text) as
regexp_matches(with_colons(moment_text), '[0-9]:[0-9]{2}');

-- clock_half: a or p of a time by 12 hours, nothing of one by 24. The blank before it
-- and within "p. m." may be one that breaks no line, as newer programs write it.
create or replace macro clock_half(moment_text) as
case
    when not regexp_matches(moment_text, '[AaPp午오]') then ''
    when regexp_matches(moment_text, '午前|上午|오전|\b[Aa][Mm] [0-9]+:') then 'a'
    when regexp_matches(moment_text, '午後|下午|오후|\b[Pp][Mm] [0-9]+:') then 'p'
    else
        lower(
            regexp_extract(
                moment_text,
                '[0-9]:[0-9.,:]+[ \x{a0}\x{202f}]?([AaPp])[.]?[ \x{a0}\x{202f}]?[Mm]',
                1
            )
        )
end;

-- clock_hour: the hour of a time, 0 to 23; missing if there is no such hour.
create or replace macro clock_hour(moment_text) as
case
    when regexp_matches(moment_text, '[T, 前後午전후日](2[4-9]|[3-9][0-9]):') then null
    when clock_half(moment_text) = ''
        then cast(regexp_extract(moment_text, '([0-9]{1,2}):[0-9]{2}', 1) as integer)
    when regexp_matches(moment_text, '[T, 前後午전후日](1[3-9]|2[0-3]|0?0):') then null
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
            '^[^:]*[T, 前後午전후日][0-9]{1,2}:[0-5][0-9](:[0-5][0-9]([.,][0-9]+)?)?'
            || '[ \x{a0}\x{202f}]?([AaPp][.]?[ \x{a0}\x{202f}]?[Mm][.]?)? ?(Z|UTC|GMT)?'
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

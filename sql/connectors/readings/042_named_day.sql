-- named_parts: year, month and day, with bars between, of a day whose month is a word:
-- "3. März 2024", "5 de mayo de 2024", "Fri, Mar 3, 2024", "2024. március 3."; a text
-- of another kind stays as it is. The year has four figures, so that no day is taken
-- for it, and the day of the week is not looked at.
create or replace macro named_parts(moment_text) as
case
    when regexp_matches(moment_text, '^[1-9][0-9]{3}')
        then
            regexp_replace(
                moment_text,
                '^([0-9]{4})[.,]?[ -]([^0-9 ,|-]+)[ -]([0-9]{1,2})'
                || '(?:$|[^0-9A-Za-z:].*$)',
                '\1|\2|\3'
            )
    else
        regexp_replace(
            regexp_replace(
                moment_text,
                '^(?:[^0-9 ,|]+,? +){0,2}([0-9]{1,2})(?:[.]|º|ª|°|er|st|nd|rd|th)?'
                || '[ /-]?(?:[d]e |d[\x{27}’])?([^0-9 ,/|-]+)[ /-]?,? ?'
                || '(?:[d]el? )?([1-9][0-9]{3})(?:$|[^0-9A-Za-z].*$)',
                '\3|\2|\1'
            ),
            '^(?:[^0-9 ,|]+,? +){0,2}([^0-9 ,|]+) ?([0-9]{1,2})'
            || '(?:[.]|st|nd|rd|th)?,? ([1-9][0-9]{3})(?:$|[^0-9A-Za-z].*$)',
            '\3|\1|\2'
        )
end;

-- named_day: the day of such a text as an ISO date; missing if its month is not known.
create or replace macro named_day(moment_text) as
list_transform(
    [string_split(named_parts(moment_text), '|')],
    lambda parts: parts[1]
    || '-'
    || cast(month_number(parts[2]) as varchar)
    || '-'
    || parts[3]
)[1];

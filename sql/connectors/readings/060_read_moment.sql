-- zoned: the moment, UTC, at which clocks in a zone show a time. A time that is skipped
-- in spring is an hour later; of a time that comes twice in autumn it is the first. No
-- zone is taken for UTC: whether there must be one is asked while files are read.
create or replace macro zoned(local_time, time_zone) as
case
    when coalesce(time_zone, '') in ('', 'UTC') then local_time
    when
        timezone(
            time_zone, timezone(time_zone, local_time) - interval 1 hour
        ) = local_time
        then timezone('UTC', timezone(time_zone, local_time) - interval 1 hour)
    else timezone('UTC', timezone(time_zone, local_time))
end;

-- read_local: day and time as they are written, whatever zone follows.
create or replace macro read_local(moment_text, day_order) as
case
    when has_clock(moment_text)
        then
            cast(read_date(moment_text, day_order) as timestamp)
            + to_seconds(clock_seconds(with_colons(moment_text)))
    else cast(read_date(moment_text, day_order) as timestamp)
end;

-- read_moment: the moment in a text, UTC. A day without a time is its midnight,
-- whatever the zone: it is never shifted into another day.
create or replace macro read_moment(moment_text, time_zone, day_order) as
case
    when not has_clock(moment_text) then read_local(moment_text, day_order)
    when offset_minutes(moment_text) is not null
        then
            read_local(moment_text, day_order)
            - to_minutes(offset_minutes(moment_text))
    else zoned(read_local(moment_text, day_order), time_zone)
end;

-- read_day: the day in a text as the source counts days: the day that is written, but
-- where a moment is written in UTC, the day in the zone of the source.
create or replace macro read_day(moment_text, time_zone, day_order) as
case
    when
        has_clock(moment_text)
        and offset_minutes(moment_text) = 0
        and coalesce(time_zone, '') not in ('', 'UTC')
        then
            cast(
                timezone(
                    time_zone,
                    timezone('UTC', read_moment(moment_text, time_zone, day_order))
                ) as date
            )
    else read_date(moment_text, day_order)
end;

-- clock_notes: a list with the rule that was needed to read a time in its zone.
create or replace macro clock_notes(moment_text, time_zone, day_order) as
case
    when
        coalesce(time_zone, '') in ('', 'UTC')
        or not has_clock(moment_text)
        or offset_minutes(moment_text) is not null
        then []
    when
        timezone(
            time_zone, timezone(time_zone, read_local(moment_text, day_order))
        ) <> read_local(moment_text, day_order)
        then ['skipped_by_clock_change']
    when
        timezone(
            time_zone,
            timezone(time_zone, read_local(moment_text, day_order)) - interval 1 hour
        ) = read_local(moment_text, day_order)
        then ['twice_by_clock_change']
    else []
end;

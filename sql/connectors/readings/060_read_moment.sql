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
-- whatever the zone: it is never shifted into another day. Lists of one have the text,
-- and the time in it, worked out once: an engine that puts in a macro's words wherever
-- they are asked for would take seconds to plan.
create or replace macro read_moment(moment_text, time_zone, day_order) as
list_transform(
    [moment_text],
    lambda written: list_transform(
        [read_local(written, day_order)],
        lambda local_time: case
            when not has_clock(written) then local_time
            when offset_minutes(written) is not null
                then local_time - to_minutes(offset_minutes(written))
            else zoned(local_time, time_zone)
        end
    )[1]
)[1];

-- read_day: the day in a text as the source counts days: the day that is written, but
-- where a moment is written in UTC, the day in the zone of the source.
create or replace macro read_day(moment_text, time_zone, day_order) as
list_transform(
    [moment_text],
    lambda written: case
        when
            has_clock(written)
            and offset_minutes(written) = 0
            and coalesce(time_zone, '') not in ('', 'UTC')
            then
                cast(
                    timezone(
                        time_zone, timezone('UTC', read_local(written, day_order))
                    ) as date
                )
        else read_date(written, day_order)
    end
)[1];

-- clock_notes: a list with the rule that was needed to read a time in its zone.
create or replace macro clock_notes(moment_text, time_zone, day_order) as
case
    when
        coalesce(time_zone, '') in ('', 'UTC')
        or not has_clock(moment_text)
        or offset_minutes(moment_text) is not null
        then []
    else
        list_transform(
            [read_local(moment_text, day_order)],
            lambda local_time: case
                when timezone(time_zone, timezone(time_zone, local_time)) <> local_time
                    then ['skipped_by_clock_change']
                when
                    timezone(
                        time_zone, timezone(time_zone, local_time) - interval 1 hour
                    ) = local_time
                    then ['twice_by_clock_change']
                else []
            end
        )[1]
end;

-- month_numbers: the number of each month by its name, as letters_of makes it, in all
-- languages that month_names has, and by short names that some programs write. Names
-- that are another month in another language, such as "listopad", are left out.
set variable month_numbers = (

    with

    spelled as (

        select
            month_name,
            month_number
        from month_names
        union all
        select
            unnest(['mrz', 'jän', 'sept', 'juil', 'juill']) as month_name,
            unnest([3, 1, 9, 7, 7]) as month_number

    ),

    folded as (

        select
            letters_of(month_name) as letters,
            month_number
        from spelled
        union all
        select
            letters_of(in_plain_letters(month_name)) as letters,
            month_number
        from spelled

    ),

    certain as (

        select
            letters,
            min(month_number) as month_number
        from folded
        where letters <> ''
        group by letters
        having count(distinct month_number) = 1

    )

    select map(list(letters), list(month_number))
    from certain

);

-- month_number: of a month's name; missing if it is not known, or could be another.
create or replace macro month_number(month_name) as
map_extract_value(getvariable('month_numbers'), letters_of(month_name));

-- customer_rows: one row a customer that was found, with what became of it. Of a record
-- that was exported more than once the latest counts: the last to be changed, or else
-- the last in the files. Customers who share an email, or a phone, become the oldest of
-- them where join_duplicates asks for it, and are marked in any case.
create or replace temp table customer_rows as

with

-- A phone such as 4.91701E+11 is what a spreadsheet left of many different ones.
told as (

    select
        * exclude (phone, notes),
        case when not is_rounded then phone end as phone,
        notes || case when is_rounded then ['rounded_phone'] else [] end as notes
    from (
        select
            *,
            regexp_full_match(
                coalesce(phone, ''), '[0-9]([.,][0-9]+)?[Ee][+]?[0-9]+'
            ) as is_rounded
        from found_customers
    ) as found

),

countries as (

    select
        written.country,
        country_codes.country_code
    from (select distinct country from told) as written
    left join
        country_codes
        on country_letters(written.country) = country_codes.letters

),

latest as (

    select
        told.*,
        countries.country_code,
        row_number() over (
            partition by told.source_id
            order by told.modified_at desc nulls last, told.row_order desc
        ) as recency,
        lower(trim(told.email)) as same_email,
        nullif(regexp_replace(told.phone, '[^0-9]', '', 'g'), '') as same_phone,
        read_date(told.birthday_text, :day_order) as birthday_read
    from told
    left join countries on told.country = countries.country

),

judged as (

    select
        *,
        case
            when source_id is null then 'no_id'
            when recency > 1 then 'duplicate_row'
            when fate <> 'kept' then fate
            when merged_into is not null then 'merged'
            when regexp_full_match(lower(trim(name)), :test_pattern) then 'test_record'
            else 'kept'
        end as first_fate
    from latest

),

joined as (

    select
        *,
        case when first_fate = 'kept' then same_email end as kept_email,
        case
            when first_fate = 'kept' and length(same_phone) > 5 then same_phone
        end as kept_phone
    from judged

),

oldest as (

    select
        *,
        count(*) over (partition by kept_email) as same_emails,
        count(*) over (partition by kept_phone) as same_phones,
        first_value(source_id) over (
            partition by kept_email order by created_at nulls last, source_id
        ) as oldest_by_email,
        first_value(source_id) over (
            partition by kept_phone order by created_at nulls last, source_id
        ) as oldest_by_phone
    from joined

),

survivors as (

    select
        *,
        case
            when first_fate = 'merged' then merged_into
            when :join_duplicates = 'email' and kept_email is not null
                then nullif(oldest_by_email, source_id)
            when :join_duplicates = 'phone' and kept_phone is not null
                then nullif(oldest_by_phone, source_id)
        end as survivor_id
    from oldest

)

select
    source_table,
    row_order,
    source_id,
    survivor_id,
    case
        when first_fate = 'kept' and survivor_id is not null then 'merged'
        else first_fate
    end as fate,
    name,
    email,
    phone,
    case when cast(created_at as date) <= :today then created_at end as created_at,
    case
        when birthday_read between date '1900-01-01' and :today then birthday_read
    end as birthday,
    gender,
    country_code as country,
    list_filter(
        notes || [
            case when name is null then 'no_name' end,
            case
                when coalesce(cast(created_at as date) > :today, true)
                    then 'no_created_at'
            end,
            case when email is null then 'no_email' end,
            case
                when kept_email is not null and same_emails > 1 then 'same_email'
            end,
            case
                when kept_phone is not null and same_phones > 1 then 'same_phone'
            end,
            case
                when
                    birthday_text is not null
                    and not coalesce(
                        birthday_read between date '1900-01-01' and :today, false
                    )
                    then 'impossible_birthday'
            end,
            case
                when country is not null and country_code is null
                    then 'country_not_a_code'
                when upper(trim(country)) <> country_code then 'country_by_name'
            end
        ],
        lambda note: note is not null
    ) as notes
from survivors;

-- countries: one row a country, as it is written, and its code if that is certain.
create or replace temp table countries as

with

written as (

    select distinct country_text
    from customer_fates
    where country_text is not null

)

select
    written.country_text,
    country_codes.country_code
from written
left join
    country_codes
    on country_letters(written.country_text) = country_codes.letters;

-- effects: one row a rule by which rows that are kept were changed or marked.
create or replace temp view effects as

with

customers as (

    select
        customer_fates.*,
        countries.country_code,
        count(*) over (partition by customer_fates.same_email) as with_email,
        count(*) over (partition by customer_fates.same_phone) as with_phone
    from customer_fates
    left join countries on customer_fates.country_text = countries.country_text
    where customer_fates.fate = 'kept'

),

birthdays as (

    select count(*) as impossible
    from customers
    where
        nullif(birthday_text, '') is not null
        and coalesce(
            try_cast(birthday_text as date) > :today
            or try_cast(birthday_text as date) < :today - interval 120 year,
            true
        )

)

select
    'customers' as table_name,
    'impossible_birthday' as rule,
    impossible as row_count
from birthdays
union all
select
    'customers' as table_name,
    'html_entities' as rule,
    count(*) filter (where unescaped > 0) as row_count
from customers
union all
select
    'customers' as table_name,
    'mojibake' as rule,
    count(*) filter (where regexp_matches(name, '[ÃÂ][^A-Za-z ]|â€|�')) as row_count
from customers
union all
select
    'customers' as table_name,
    'no_name' as rule,
    count(*) filter (where name is null) as row_count
from customers
union all
select
    'customers' as table_name,
    'no_email' as rule,
    count(*) filter (where email is null) as row_count
from customers
union all
select
    'customers' as table_name,
    'invalid_email' as rule,
    count(distinct customers.source_id) as row_count
from customers
inner join email_links on customers.source_id = email_links.source_id
where email_links.fate = 'kept' and email_links.is_invalid
union all
select
    'customers' as table_name,
    'same_email' as rule,
    count(*) filter (where same_email is not null and with_email > 1) as row_count
from customers
union all
select
    'customers' as table_name,
    'same_phone' as rule,
    count(*) filter (where same_phone is not null and with_phone > 1) as row_count
from customers
union all
select
    'customers' as table_name,
    'country_not_a_code' as rule,
    count(*) filter (
        where country_text is not null and country_code is null
    ) as row_count
from customers
union all
select
    'customers' as table_name,
    'country_by_name' as rule,
    count(*) filter (where upper(country_text) <> country_code) as row_count
from customers
union all
select
    'customers' as table_name,
    'no_created_at' as rule,
    count(*) filter (
        where entered_at is null or cast(entered_at as date) > :today
    ) as row_count
from customers
union all
select
    table_name,
    rule,
    count(*) as row_count
from document_effects
group by table_name, rule
union all
select
    'consents' as table_name,
    'no_moment' as rule,
    count(*) filter (where has_no_moment) as row_count
from consent_fates
where fate = 'kept';

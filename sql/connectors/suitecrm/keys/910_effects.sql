-- effects: one row a rule by which rows that are kept were changed or marked.
create or replace temp table effects as

with

customers as (

    select
        customer_fates.*,
        country_codes.country_code,
        count(*) over (partition by customer_fates.same_email) as with_email,
        count(*) over (partition by customer_fates.same_phone) as with_phone
    from customer_fates
    left join
        country_codes
        on country_letters(customer_fates.country_text) = country_codes.letters
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

),

kept_orders as (

    select *
    from order_fates
    where fate = 'kept'

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
    'orders' as table_name,
    'day_of_entry' as rule,
    count(*) filter (where written_on is null) as row_count
from kept_orders
union all
select
    'orders' as table_name,
    'converted' as rule,
    count(*) filter (where coalesce(currency_id, '-99') <> '-99') as row_count
from kept_orders
union all
select
    'orders' as table_name,
    'rate_is_zero' as rule,
    count(*) filter (where rate = 0) as row_count
from kept_orders
union all
select
    'orders' as table_name,
    'cancelled' as rule,
    count(*) filter (where stage = 'cancelled') as row_count
from kept_orders
union all
select
    'orders' as table_name,
    'refund' as rule,
    count(*) filter (where stage <> 'cancelled' and base_amount < 0) as row_count
from kept_orders
union all
select
    'orders' as table_name,
    'no_amount' as rule,
    count(*) filter (where base_amount is null) as row_count
from kept_orders
union all
select
    'orders' as table_name,
    'party_inferred' as rule,
    count(*) filter (where is_party_inferred) as row_count
from kept_orders
union all
select
    'orders' as table_name,
    'several_contacts' as rule,
    count(*) filter (where contacts > 1) as row_count
from kept_orders
union all
select
    'order_lines' as table_name,
    'amounts_differ_from_order' as rule,
    count(*) filter (
        where base_amount is not null and net_amount is null
    ) as row_count
from line_fates
where fate = 'kept'
union all
select
    'order_lines' as table_name,
    'product_not_in_list' as rule,
    count(*) filter (
        where
        lines.source_product_id is not null and products.product_id is null
    ) as row_count
from line_fates as lines
left join
    product_fates as products
    on lines.source_product_id = products.source_id and products.fate = 'kept'
where lines.fate = 'kept'
union all
select
    'consents' as table_name,
    'no_moment' as rule,
    count(*) filter (where has_no_moment) as row_count
from consent_fates
where fate = 'kept';

-- effects: one row a rule by which rows that are kept were changed or marked.
create or replace temp table effects as

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

kept_orders as (

    select *
    from order_fates
    where fate = 'kept'

)

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
    'orders' as table_name,
    'converted' as rule,
    count(*) filter (where is_converted) as row_count
from kept_orders
union all
select
    'orders' as table_name,
    'no_currency' as rule,
    count(*) filter (where has_no_currency) as row_count
from kept_orders
union all
select
    'orders' as table_name,
    'refund' as rule,
    count(*) filter (where net_amount < 0) as row_count
from kept_orders
union all
select
    'orders' as table_name,
    'no_amount' as rule,
    count(*) filter (where net_amount is null) as row_count
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
    'consents' as table_name,
    'no_moment' as rule,
    count(*) filter (where has_no_moment) as row_count
from consent_fates
where fate = 'kept';

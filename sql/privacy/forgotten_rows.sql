-- forgotten_rows: one row a table, how many rows in it are of the people who are to be
-- forgotten.
with

them as (

    select pseudonym
    from customers
    where :is_them

),

their_orders as (

    select id as order_id
    from orders
    where :is_theirs

)

select
    'customers' as table_name,
    count(*) as table_rows
from customers
where :is_them
union all
select
    'orders' as table_name,
    count(*) as table_rows
from orders
where :is_theirs
union all
select
    'order_lines' as table_name,
    count(*) as table_rows
from order_lines
inner join their_orders on order_lines.order_id = their_orders.order_id
union all
select
    'demographics' as table_name,
    count(*) as table_rows
from demographics
where :is_theirs
union all
select
    'campaign_touches' as table_name,
    count(*) as table_rows
from campaign_touches
where :is_theirs
union all
select
    'campaign_responses' as table_name,
    count(*) as table_rows
from campaign_responses
where :is_theirs
union all
select
    'communications' as table_name,
    count(*) as table_rows
from communications
where :is_theirs
union all
select
    'consents' as table_name,
    count(*) as table_rows
from consents
where :is_theirs
union all
select
    'scores' as table_name,
    count(*) as table_rows
from scores
where :is_theirs
union all
select
    'contact_list_members' as table_name,
    count(*) as table_rows
from contact_list_members
inner join them on contact_list_members.pseudonym = them.pseudonym;

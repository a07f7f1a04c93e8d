-- effects: one row a rule by which rows that are kept were changed or marked.
create or replace temp table effects as

select
    'customers' as table_name,
    'archived' as rule,
    count(*) filter (where is_archived) as row_count
from customer_fates
where fate = 'kept'
union all
select
    'customers' as table_name,
    'no_email' as rule,
    count(*) filter (where email is null) as row_count
from customer_fates
where fate = 'kept'
union all
select
    'orders' as table_name,
    'cancelled' as rule,
    count(*) filter (where state = 'cancel') as row_count
from order_fates
where fate = 'kept'
union all
select
    'order_lines' as table_name,
    'amounts_differ_from_order' as rule,
    count(*) filter (
        where line_amount is not null and net_amount is null
    ) as row_count
from line_fates
where fate = 'kept';

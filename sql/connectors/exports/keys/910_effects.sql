-- effects: one row a table of ours and rule that changed or marked rows that are kept,
-- or lines of files that were read for it.
create or replace temp table effects as

with

every_note as (

    select
        'customers' as table_name,
        unnest(notes) as rule
    from customer_rows
    where fate = 'kept'
    union all
    select
        'orders' as table_name,
        unnest(notes) as rule
    from order_rows
    where fate = 'kept'
    union all
    select
        'order_lines' as table_name,
        unnest(notes) as rule
    from line_rows
    where fate = 'kept'
    union all
    select
        'communications' as table_name,
        unnest(notes) as rule
    from communication_rows
    where fate = 'kept'

),

sources as (

    select distinct
        table_name,
        source_table
    from fates

)

select
    every_note.table_name,
    every_note.rule,
    count(*) as row_count
from every_note
group by every_note.table_name, every_note.rule
union all
select
    sources.table_name,
    'mojibake' as rule,
    cast(sum(source_files.odd_lines) as bigint) as row_count
from sources
inner join source_files on sources.source_table = source_files.table_name
group by sources.table_name;

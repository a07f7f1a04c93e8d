-- load_audit: one row a table and rule, counted from two tables that every connector
-- makes. fates has one row a table of ours, source table and fate: what became of its
-- rows, and how many. effects has one row a rule by which kept rows were changed or
-- marked. So what was kept and what was dropped always add up to what came in.
with

decisions (fate, decision) as (

    values
    ('deleted', 'Marked as deleted in the source: left out'),
    ('section_or_note', 'A heading or a note, no product: left out'),
    ('not_a_customer', 'Never ordered, and not marked as a customer: left out'),
    ('duplicate_link', 'Linked more than once: the first link counts'),
    ('duplicate', 'There more than once: the first counts'),
    ('orphan', 'Belongs to a record that is not there or was left out: left out'),
    ('future_dated', 'Dated after the day of the load: left out'),
    ('test_record', 'A record made for a test: left out'),
    ('merged', 'Merged into another record, which takes over what belongs to it'),
    ('unreadable_date', 'Its date cannot be read, or there is none: left out'),
    ('unreadable_amount', 'Its amount cannot be read: left out'),
    ('unknown_currency', 'In a currency whose rate is not known: left out'),
    ('no_email', 'Nobody can be told from it, for want of an email: left out'),
    ('not_won', 'Not won: not an order, left out'),
    ('not_held', 'Planned, not held or not sent: no contact, left out'),
    ('not_reached', 'The campaign did not reach the person: left out'),
    ('duplicate_row', 'Exported more than once: the latest counts'),
    ('no_id', 'Without an id: it cannot be told from others, left out'),
    ('no_customer', 'Belongs to no customer: left out'),
    ('not_a_contact', 'Neither a call nor an email: no contact, left out'),
    ('not_used', 'Not what this load takes as orders: left out'),
    ('no_goods', 'Shipping, a levy or an option: left out, and out of the amount'),
    ('other_company', 'Of another company in the same database: left out')

),

totals as (

    select
        table_name,
        cast(sum(row_count) as bigint) as rows_in,
        cast(
            coalesce(sum(row_count) filter (where fate = 'kept'), 0) as bigint
        ) as rows_kept,
        string_agg(distinct source_table, ', ' order by source_table) as source_tables
    from fates
    group by table_name

),

dropped as (

    select
        table_name,
        fate,
        cast(sum(row_count) as bigint) as row_count,
        string_agg(
            source_table || ' ' || cast(row_count as varchar),
            ', '
            order by source_table
        ) as counts
    from fates
    where fate <> 'kept' and row_count > 0
    group by table_name, fate

),

rules as (

    select
        table_name,
        'all' as rule,
        rows_in,
        rows_kept,
        rows_in as rows_affected,
        'Read from ' || source_tables || '.' as decision
    from totals
    union all
    select
        totals.table_name,
        dropped.fate as rule,
        totals.rows_in,
        totals.rows_in - dropped.row_count as rows_kept,
        dropped.row_count as rows_affected,
        coalesce(decisions.decision, 'Left out') || ' (' || dropped.counts || ').'
            as decision
    from dropped
    inner join totals on dropped.table_name = totals.table_name
    left join decisions on dropped.fate = decisions.fate
    union all
    select
        totals.table_name,
        effects.rule,
        totals.rows_kept as rows_in,
        totals.rows_kept,
        effects.row_count as rows_affected,
        effects.decision
    from effects
    inner join totals on effects.table_name = totals.table_name
    where effects.row_count > 0

)

select
    cast(:source_system as varchar) as source_system,
    table_name,
    rule,
    rows_in,
    rows_kept,
    rows_in - rows_kept as rows_dropped,
    rows_affected,
    left(decision, 500) as decision
from rules
order by table_name, rule;

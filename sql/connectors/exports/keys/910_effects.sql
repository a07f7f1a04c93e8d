-- effects: one row a table of ours and rule that changed or marked rows that are kept,
-- or lines of files that were read for it.
create or replace temp table effects as

with

words (rule, decision) as (

    values
    ('no_name', 'Without a name: a stand-in says so.'),
    ('no_email', 'Without an email: a stand-in says so.'),
    ('no_created_at', 'Made at no moment that can be, or not told: kept as missing.'),
    ('same_email', 'With an email of others; join_duplicates can join them.'),
    ('same_phone', 'With a phone of others; join_duplicates can join them.'),
    ('impossible_birthday', 'Born before 1900, after today or on no day: unknown.'),
    ('several_contacts', 'Of several customers: taken for those of the first one.'),
    ('party_inferred', 'Without a person: of the only one of the account.'),
    ('no_amount', 'Without an amount.'),
    ('currency_not_told', 'In a currency that is not told; see the option currency.'),
    ('amount_unreadable', 'With an amount that cannot be read: taken for unknown.'),
    ('amounts_differ_from_order', 'Not adding up to their order: taken for unknown.'),
    ('not_a_purchase', 'Refunded, cancelled or not paid: not counted as purchases.'),
    ('refunded_in_part', 'Paid back in part or whole: taken off the amount.'),
    ('gift_card', 'Gift cards are money for later: they count when they are used.'),
    ('skipped_by_clock_change', 'At a time that clocks skipped: an hour later.'),
    ('twice_by_clock_change', 'At a time that came twice: taken for the first.'),
    ('direction_unknown', 'Without a direction: taken for outbound.')

),

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
    count(*) as row_count,
    any_value(words.decision) as decision
from every_note
inner join words on every_note.rule = words.rule
group by every_note.table_name, every_note.rule
union all
select
    sources.table_name,
    'mojibake' as rule,
    cast(sum(source_files.odd_lines) as bigint) as row_count,
    'Lines of the files with letters that are not UTF-8, read as Windows-1252, or that'
    || ' were lost or garbled before.' as decision
from sources
inner join source_files on sources.source_table = source_files.table_name
group by sources.table_name;

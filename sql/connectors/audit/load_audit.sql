-- load_audit: one row a table and rule, counted from what every connector makes. fates
-- has one row a row of a table of ours, with its source table and what became of it.
-- effects has one row a rule by which kept rows were changed or marked, and how many.
-- So what was kept and what was dropped always add up to what came in.
with

decisions (rule, decision) as (

    values
    -- why a row is left out
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
    (
        'unknown_currency',
        'In a currency that is none, or whose rate is not known: left out'
    ),
    ('not_won', 'Not won: not an order, left out'),
    ('not_held', 'Planned, not held or not sent: no contact, left out'),
    ('not_reached', 'The campaign did not reach the person: left out'),
    ('duplicate_row', 'Exported more than once: the latest counts'),
    ('no_id', 'Without an id: it cannot be told from others, left out'),
    ('no_customer', 'Belongs to no customer: left out'),
    ('not_a_contact', 'Neither a call nor an email: no contact, left out'),
    ('not_used', 'Not what this load takes as orders: left out'),
    ('no_goods', 'Shipping, a levy, an option, a tip: left out, and out of the amount'),
    ('taken_out', 'Taken out of its order again, so that there are 0: left out'),
    ('not_primary', 'Not the primary contact: it does not say whose this is'),
    ('other_company', 'Of another company in the same database: left out'),
    -- what became of rows that are kept
    ('closed', 'Closed in the source: kept.'),
    ('archived', 'Archived in the source: kept.'),
    ('guest', 'Known by their email alone.'),
    ('html_entities', 'Held HTML entities such as &amp;: decoded once.'),
    (
        'mojibake',
        'Letters lost or garbled before, or not in UTF-8: kept as they can be read.'
    ),
    ('no_name', 'Without a name: "(no name)" stands for it.'),
    ('no_email', 'Without an email: "(no email)" stands for it.'),
    (
        'invalid_email',
        'With an email that the source marks as invalid: another counts, or none.'
    ),
    (
        'impossible_birthday',
        'Born on no day, after today or too long ago: kept as missing.'
    ),
    (
        'same_email',
        'Others have the same email: kept apart, unless join_duplicates is email.'
    ),
    (
        'same_phone',
        'Others have the same phone: kept apart, unless join_duplicates is phone.'
    ),
    (
        'rounded_phone',
        'With a phone that a spreadsheet rounded to many: kept as missing.'
    ),
    (
        'country_not_a_code',
        'The country is neither a code nor the name of one alone: kept as missing.'
    ),
    ('country_by_name', 'The country is written as a word: kept as its code.'),
    (
        'no_created_at',
        'Entered at no moment that can be, after today, or not told: kept as missing.'
    ),
    (
        'day_of_entry',
        'Without a day of its own: the day of entry, in the zone that is given.'
    ),
    (
        'converted',
        'In another currency: turned into the base currency by the source''s rate.'
    ),
    (
        'rate_is_zero',
        'The rate of its currency is 0, so the amount is 0, as the source has it.'
    ),
    ('currency_not_told', 'In a currency that is not told; see the option currency.'),
    ('no_currency', 'Names no currency: taken for the base currency.'),
    ('cancelled', 'Abandoned or cancelled: kept, but not counted as a purchase.'),
    ('refund', 'Paid back, or less than nothing: kept, but not counted as a purchase.'),
    ('refunded_in_part', 'Paid back in part or whole: taken off the amount.'),
    (
        'not_a_purchase',
        'Refunded, cancelled or not paid: kept, but not counted as a purchase.'
    ),
    ('deposit', 'Deposits count, as in the source: the last invoice is less by them.'),
    ('less_shipping', 'Less what was for shipping and levies.'),
    ('tax_in_prices', 'Taxes in the prices of goods: taken off, in proportion.'),
    (
        'status_not_known',
        'Of a status that is not known: counted, see the option cancelled_statuses.'
    ),
    ('gift_card', 'Gift cards are money for later: they count when they are used.'),
    ('no_amount', 'Without an amount: counted as a purchase, its amount is missing.'),
    ('amount_unreadable', 'With an amount that cannot be read: kept as missing.'),
    (
        'party_inferred',
        'Names no customer, but the only one there is at its account or contact.'
    ),
    (
        'several_contacts',
        'Of several customers: one order, of the one it names or the first.'
    ),
    (
        'amounts_differ_from_order',
        'Not adding up to their order: its amount counts, theirs are missing.'
    ),
    (
        'product_not_in_list',
        'The product is not there or deleted: kept, with the source''s key beside it.'
    ),
    ('skipped_by_clock_change', 'At a time that clocks skipped: an hour later.'),
    ('twice_by_clock_change', 'At a time that came twice: taken for the first.'),
    ('direction_unknown', 'Without a direction: taken for outbound.'),
    (
        'no_moment',
        'Nothing says when: dated 1970-01-01, so that any later word beats it.'
    )

),

counted_fates as (

    select
        table_name,
        source_table,
        fate,
        count(*) as row_count
    from fates
    group by table_name, source_table, fate

),

totals as (

    select
        table_name,
        cast(sum(row_count) as bigint) as rows_in,
        cast(
            coalesce(sum(row_count) filter (where fate = 'kept'), 0) as bigint
        ) as rows_kept,
        string_agg(distinct source_table, ', ' order by source_table) as source_tables
    from counted_fates
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
    from counted_fates
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
    left join decisions on dropped.fate = decisions.rule
    union all
    select
        totals.table_name,
        effects.rule,
        totals.rows_kept as rows_in,
        totals.rows_kept,
        effects.row_count as rows_affected,
        coalesce(decisions.decision, 'Kept.') as decision
    from effects
    inner join totals on effects.table_name = totals.table_name
    left join decisions on effects.rule = decisions.rule
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

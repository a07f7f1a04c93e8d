-- consent_rows: one row a piece of evidence that was found, with its customer and what
-- became of it. Who was merged brings along what they denied.
create or replace temp table consent_rows as

select
    found_consents.source_table,
    customer_keys.customer_id,
    found_consents.channel,
    found_consents.state,
    least(
        coalesce(found_consents.evidence_at, customer_rows.created_at),
        cast(cast(:today as date) as timestamp)
    ) as evidence_at,
    found_consents.evidence,
    case
        when customer_rows.fate = 'duplicate_row' then 'duplicate_row'
        when customer_rows.fate not in ('kept', 'merged') then 'orphan'
        when customer_keys.customer_id is null then 'orphan'
        else 'kept'
    end as fate,
    row_number() over (
        order by found_consents.customer_row, found_consents.channel
    ) as row_order
from found_consents
left join customer_rows on found_consents.customer_row = customer_rows.row_order
left join customer_keys on customer_rows.source_id = customer_keys.source_id;

-- found_consents: one row a contact whose export tells of opting out. Not to have opted
-- out is no consent: it is unknown.
create or replace temp table found_consents as

select
    'contacts' as source_table,
    line_number as customer_row,
    'email' as channel,
    case when is_true(unsubscribed) then 'denied' else 'unknown' end as state,
    read_moment(last_modified_date, :time_zone, :day_order) as evidence_at,
    'unsubscribed from all email, in the export of contacts' as evidence
from source_contacts
where unsubscribed is not null;

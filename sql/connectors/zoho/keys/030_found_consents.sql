-- found_consents: one row a contact whose export tells of opting out. Not to have opted
-- out is no consent: it is unknown.
create or replace temp table found_consents as

select
    'contacts' as source_table,
    line_number as customer_row,
    'email' as channel,
    case
        when is_true(email_opt_out) or unsubscribed_time is not null then 'denied'
        else 'unknown'
    end as state,
    coalesce(
        read_moment(unsubscribed_time, :time_zone, :day_order),
        read_moment(modified_time, :time_zone, :day_order)
    ) as evidence_at,
    'email opt out, in the export of contacts' as evidence
from source_contacts
where email_opt_out is not null or unsubscribed_time is not null;

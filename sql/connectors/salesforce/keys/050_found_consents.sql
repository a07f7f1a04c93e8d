-- found_consents: one row a person and channel that they may have opted out of. Not to
-- have opted out is no consent: it is unknown.
create or replace temp table found_consents as

with

answers as (

    select
        'contact' as source_table,
        line_number as customer_row,
        unnest(['email', 'phone', 'fax']) as channel,
        unnest([hasoptedoutofemail, donotcall, hasoptedoutoffax]) as answer,
        coalesce(systemmodstamp, lastmodifieddate) as changed_at
    from source_contact
    where :grain = 'contact'
    union all
    select
        'account' as source_table,
        line_number as customer_row,
        unnest(['email', 'phone']) as channel,
        unnest([personhasoptedoutofemail, persondonotcall]) as answer,
        coalesce(systemmodstamp, lastmodifieddate) as changed_at
    from source_account
    where :grain = 'account'

)

select
    source_table,
    customer_row,
    channel,
    case when is_true(answer) then 'denied' else 'unknown' end as state,
    read_moment(in_utc(changed_at), :time_zone, :day_order) as evidence_at,
    'opted out of ' || channel || ', in the export of ' || source_table as evidence
from answers
where answer is not null;

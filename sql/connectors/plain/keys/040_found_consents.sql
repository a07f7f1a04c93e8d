-- found_consents: one row a customer and channel that the file tells of.
create or replace temp table found_consents as

with

answers as (

    select
        line_number as customer_row,
        unnest(['email', 'phone', 'post']) as channel,
        unnest([accepts_email, accepts_phone, accepts_post]) as answer
    from source_customers

)

select
    'customers' as source_table,
    customer_row,
    channel,
    case when is_true(answer) then 'granted' else 'denied' end as state,
    cast(null as timestamp) as evidence_at,
    'accepts ' || channel || ', in the file of customers' as evidence
from answers
where answer is not null;

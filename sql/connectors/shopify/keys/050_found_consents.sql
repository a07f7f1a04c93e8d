-- found_consents: one row a customer and channel that an export tells of. Who does not
-- accept marketing has denied it. Of orders the latest one's answer counts.
create or replace temp table found_consents as

with

answers as (

    select
        'customers' as source_table,
        line_number as customer_row,
        'email' as channel,
        coalesce(accepts_email_marketing, accepts_marketing) as answer,
        cast(null as timestamp) as evidence_at
    from source_customers
    union all
    select
        'customers' as source_table,
        line_number as customer_row,
        'sms' as channel,
        accepts_sms_marketing as answer,
        cast(null as timestamp) as evidence_at
    from source_customers
    union all
    select
        'orders' as source_table,
        found_customers.row_order as customer_row,
        'email' as channel,
        max_by(
            order_parts.accepts_marketing,
            read_moment(order_parts.created_at, :time_zone, :day_order)
        ) as answer,
        max(read_moment(order_parts.created_at, :time_zone, :day_order)) as evidence_at
    from order_parts
    inner join found_customers on lower(order_parts.email) = found_customers.source_id
    where
        order_parts.accepts_marketing is not null
        and found_customers.source_table = 'orders'
    group by found_customers.row_order

)

select
    source_table,
    customer_row,
    channel,
    case when is_true(answer) then 'granted' else 'denied' end as state,
    evidence_at,
    'accepts marketing, in the export of ' || source_table as evidence
from answers
where answer is not null;

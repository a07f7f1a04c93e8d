-- communication_rows: one row a contact that was found, and what became of it.
create or replace temp table communication_rows as

with

latest as (

    select
        found_communications.*,
        customer_keys.customer_id as customer_key,
        row_number() over (
            partition by found_communications.source_id
            order by found_communications.row_order desc
        ) as recency
    from found_communications
    left join
        customer_keys
        on found_communications.customer_id = customer_keys.source_id

)

select
    source_table,
    row_order,
    source_id,
    customer_key as customer_id,
    channel,
    direction,
    occurred_at,
    outcome,
    case
        when source_id is null then 'no_id'
        when recency > 1 then 'duplicate_row'
        when fate <> 'kept' then fate
        when occurred_at is null then 'unreadable_date'
        when cast(occurred_at as date) > :today then 'future_dated'
        when customer_id is null then 'no_customer'
        when customer_key is null then 'orphan'
        else 'kept'
    end as fate,
    notes
from latest;

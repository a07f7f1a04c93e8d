-- order_fates: one row a document, and whether it is an order of ours. The day of a
-- document is the day as written; only where there is none, it is that of its entry.
create or replace temp table order_fates as

with

placed as (

    select
        documents.source_table,
        documents.source_id,
        documents.kind,
        documents.stage,
        documents.currency,
        documents.written_currency,
        documents.is_of_company,
        documents.deposits_are_payments,
        documents.has_no_goods,
        documents.amount_text,
        documents.net_amount,
        customer_keys.customer_id,
        case
            when documents.day_text is null then cast(documents.entered_at as date)
            else try_cast(documents.day_text as date)
        end as ordered_on
    from documents
    left join customer_keys on documents.party_id = customer_keys.source_id

)

select
    placed.*,
    row_number() over (order by cast(source_id as bigint)) as order_id,
    case
        when not is_of_company then 'other_company'
        when stage = 'not won' then 'not_won'
        when kind = '3' and deposits_are_payments then 'not_used'
        when customer_id is null then 'orphan'
        when ordered_on is null then 'unreadable_date'
        when ordered_on > :today then 'future_dated'
        when amount_text is not null and net_amount is null then 'unreadable_amount'
        else 'kept'
    end as fate
from placed;

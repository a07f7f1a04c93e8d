-- found_orders: one row a deal; one that is won is an order. It is of the first of its
-- contacts who is there. The day is the close date, where the zone has it. A stage may
-- stand there with its pipeline: Closed Won (Sales Pipeline).
create or replace temp table found_orders as

with

read_deals as (

    select
        *,
        read_amount(amount, :decimal_mark) as amount_read,
        parts_of(associated_contact_ids, ';') as contact_ids,
        regexp_extract(lower(deal_stage), '^(.*?)( \([^()]*\))?$', 1) as stage
    from source_deals

)

select
    'deals' as source_table,
    line_number as row_order,
    read_moment(last_modified_date, :time_zone, :day_order) as modified_at,
    record_id as source_id,
    contact_ids as customer_ids,
    read_moment(close_date, :time_zone, :day_order) as ordered_at,
    read_day(close_date, :time_zone, :day_order) as ordered_on,
    upper(coalesce(deal_currency_code, currency_of(amount), :currency)) as currency,
    amount_read as net_amount,
    case when amount_read < 0 then 'refunded' else 'completed' end as status,
    coalesce(amount_read >= 0, true) as counts_as_purchase,
    case
        when amount_read < 0 then 'refund'
        when amount_read is null then 'amount unknown'
        else 'deal won'
    end as counts_reason,
    case
        when
            list_has_any(
                names_in(lower(:won_stages)), [stage, lower(deal_stage)]
            )
            then 'kept'
        else 'not_won'
    end as fate,
    case
        when amount is not null and amount_read is null then ['amount_unreadable']
        else []
    end || clock_notes(close_date, :time_zone, :day_order) as notes
from read_deals;

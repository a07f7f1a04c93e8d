-- found_orders: one row a deal; one that is won is an order. A deal that names no
-- contact is of the only contact of its account, if it has just one.
create or replace temp table found_orders as

with

only_contacts as (

    select
        without_prefix(account_name_id) as account_id,
        min(without_prefix(record_id)) as contact_id
    from source_contacts
    where account_name_id is not null
    group by without_prefix(account_name_id)
    having count(distinct without_prefix(record_id)) = 1

),

read_deals as (

    select
        source_deals.*,
        read_amount(source_deals.amount, :decimal_mark) as amount_read,
        coalesce(
            without_prefix(source_deals.contact_name_id), only_contacts.contact_id
        ) as contact_id
    from source_deals
    left join
        only_contacts
        on without_prefix(source_deals.account_name_id) = only_contacts.account_id

)

select
    'deals' as source_table,
    line_number as row_order,
    read_moment(modified_time, :time_zone, :day_order) as modified_at,
    without_prefix(record_id) as source_id,
    case when contact_id is not null then [contact_id] else [] end as customer_ids,
    read_moment(closing_date, :time_zone, :day_order) as ordered_at,
    read_day(closing_date, :time_zone, :day_order) as ordered_on,
    upper(coalesce(currency, currency_of(amount), :currency)) as currency,
    amount_read as net_amount,
    case when amount_read < 0 then 'refunded' else 'completed' end as status,
    coalesce(amount_read >= 0, true) as counts_as_purchase,
    case
        when amount_read < 0 then 'refund'
        when amount_read is null then 'amount unknown'
        else 'deal won'
    end as counts_reason,
    case
        when list_contains(names_in(lower(:won_stages)), lower(stage)) then 'kept'
        else 'not_won'
    end as fate,
    list_filter(
        [
            case
                when amount is not null and amount_read is null
                    then 'amount_unreadable'
            end,
            case
                when contact_name_id is null and contact_id is not null
                    then 'party_inferred'
            end
        ],
        lambda note: note is not null
    ) as notes
from read_deals;

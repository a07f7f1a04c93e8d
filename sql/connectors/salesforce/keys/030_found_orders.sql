-- found_orders: one row an opportunity; one that is won is an order. It is of the
-- contact with the primary role, else of the one that it names, else of the only
-- contact of its account, if it has just one. The close date is a day, so no zone can
-- shift it, even where an export writes midnight behind it.
create or replace temp table found_orders as

with

read_opportunities as (

    select
        source_opportunity.*,
        coalesce(
            primary_contacts.contact_ids[1], real_id(source_opportunity.contactid)
        ) as contact_named,
        read_amount(source_opportunity.amount, :decimal_mark) as amount_read,
        case
            when :grain = 'contact' and primary_contacts.contact_ids is not null
                then primary_contacts.contact_ids
            when :grain = 'account'
                then [
                    coalesce(
                        real_id(source_opportunity.accountid),
                        customer_of_contact.customer_id
                    )
                ]
            else
                [
                    coalesce(
                        real_id(source_opportunity.contactid), only_contacts.contact_id
                    )
                ]
        end as parties
    from source_opportunity
    left join
        customer_of_contact
        on source_opportunity.contactid = customer_of_contact.contact_id
    left join only_contacts on source_opportunity.accountid = only_contacts.account_id
    left join
        primary_contacts
        on source_opportunity.id = primary_contacts.opportunity_id

)

select
    'opportunity' as source_table,
    line_number as row_order,
    read_moment(
        in_utc(coalesce(systemmodstamp, lastmodifieddate)), :time_zone, :day_order
    ) as modified_at,
    id as source_id,
    list_filter(parties, lambda party: party is not null) as customer_ids,
    cast(read_date(closedate, :day_order) as timestamp) as ordered_at,
    read_date(closedate, :day_order) as ordered_on,
    upper(coalesce(currencyisocode, currency_of(amount), :currency)) as currency,
    amount_read as net_amount,
    case when amount_read < 0 then 'refunded' else 'completed' end as status,
    coalesce(amount_read >= 0, true) as counts_as_purchase,
    case
        when amount_read < 0 then 'refund'
        when amount_read is null then 'amount unknown'
        else 'opportunity won'
    end as counts_reason,
    case
        when is_true(isdeleted) then 'deleted'
        when is_true(coalesce(iswon, cast(lower(stagename) = 'closed won' as varchar)))
            then 'kept'
        else 'not_won'
    end as fate,
    list_filter(
        [
            case
                when amount is not null and amount_read is null
                    then 'amount_unreadable'
            end,
            case
                when
                    :grain = 'contact'
                    and contact_named is null
                    and parties[1] is not null
                    then 'party_inferred'
            end
        ],
        lambda note: note is not null
    ) as notes
from read_opportunities;

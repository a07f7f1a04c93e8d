-- order_candidates: one row an invoice, or an opportunity, whichever orders are. Goods
-- cost the subtotal: what is paid without tax and shipping. Whose the order is: the
-- contact named, or the only contact of the account named (of accounts, likewise).
create or replace temp table order_candidates as

with

candidates as (

    select
        'aos_invoices' as source_table,
        invoices.id as source_id,
        coalesce(invoices.deleted, '1') <> '0' as is_deleted,
        case
            when
                list_contains(
                    names_in(lower(:cancelled_statuses)), lower(trim(invoices.status))
                )
                then 'cancelled'
            else 'won'
        end as stage,
        nullif(invoices.invoice_date, '') as day_text,
        try_cast(invoices.date_entered as timestamp) as entered_at,
        nullif(invoices.currency_id, '') as currency_id,
        coalesce(invoices.subtotal_amount, invoices.total_amount) as amount_text,
        coalesce(
            try_cast(invoices.subtotal_amount as decimal(18, 6)),
            try_cast(invoices.total_amount as decimal(18, 6))
            - coalesce(try_cast(invoices.tax_amount as decimal(18, 6)), 0)
            - coalesce(try_cast(invoices.shipping_amount as decimal(18, 6)), 0)
        ) as amount,
        nullif(invoices.billing_contact_id, '') as contact_id,
        nullif(invoices.billing_account_id, '') as account_id,
        cast(1 as bigint) as contacts
    from reached_aos_invoices as invoices
    cross join order_source
    where order_source.orders_from = 'invoices'
    union all
    select
        'opportunities' as source_table,
        opportunities.id as source_id,
        coalesce(opportunities.deleted, '1') <> '0' as is_deleted,
        case
            when opportunities.sales_stage = 'Closed Won' then 'won' else 'not won'
        end as stage,
        nullif(opportunities.date_closed, '') as day_text,
        try_cast(opportunities.date_entered as timestamp) as entered_at,
        nullif(opportunities.currency_id, '') as currency_id,
        opportunities.amount as amount_text,
        try_cast(opportunities.amount as decimal(18, 6)) as amount,
        parties.contact_id,
        parties.account_id,
        parties.contacts
    from reached_opportunities as opportunities
    cross join order_source
    left join
        opportunity_parties as parties
        on opportunities.id = parties.opportunity_id
    where order_source.orders_from = 'opportunities'

)

select
    candidates.*,
    case
        when :grain = 'contact'
            then coalesce(candidates.contact_id, contacts_of_accounts.contact_id)
        else coalesce(candidates.account_id, accounts_of_contacts.account_id)
    end as party_id,
    case
        when :grain = 'contact' then candidates.contact_id is null
        else candidates.account_id is null
    end as is_party_inferred
from candidates
left join
    contacts_of_accounts
    on candidates.account_id = contacts_of_accounts.account_id
left join
    accounts_of_contacts
    on candidates.contact_id = accounts_of_contacts.contact_id;

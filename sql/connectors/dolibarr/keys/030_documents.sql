-- documents: one row an invoice, or a customer's order, whichever orders are. HT is
-- without tax, TTC with it; both are in the company's currency, whatever the document
-- was written in. Goods cost what there is without tax, shipping and levies. Draft and
-- pro forma are not won; a deposit is none if it is a mere payment to the company. A
-- company that has settings and names no currency is one of euros to Dolibarr.
create or replace temp table documents as

with

found as (

    select
        'facture' as source_table,
        invoices.rowid as source_id,
        coalesce(invoices.entity, '1') as entity,
        invoices.fk_soc as party_id,
        nullif(invoices.datef, '') as day_text,
        try_cast(invoices.datec as timestamp) as entered_at,
        nullif(invoices.multicurrency_code, '') as written_currency,
        invoices.type as kind,
        case
            when invoices.fk_statut = '0' or invoices.type = '4' then 'not won'
            when invoices.fk_statut = '3' then 'cancelled'
            else 'won'
        end as stage,
        coalesce(invoices.total_ht, invoices.total, invoices.total_ttc) as amount_text,
        coalesce(
            try_cast(invoices.total_ht as decimal(28, 8)),
            try_cast(invoices.total as decimal(28, 8)),
            try_cast(invoices.total_ttc as decimal(28, 8))
            - coalesce(
                try_cast(invoices.total_tva as decimal(28, 8)),
                try_cast(invoices.tva as decimal(28, 8)),
                0
            )
        ) as amount
    from source_facture as invoices
    cross join choice
    where choice.orders_from = 'invoices'
    union all
    select
        'commande' as source_table,
        orders.rowid as source_id,
        coalesce(orders.entity, '1') as entity,
        orders.fk_soc as party_id,
        nullif(orders.date_commande, '') as day_text,
        try_cast(orders.date_creation as timestamp) as entered_at,
        nullif(orders.multicurrency_code, '') as written_currency,
        '0' as kind,
        case orders.fk_statut
            when '0' then 'not won'
            when '-1' then 'cancelled'
            else 'won'
        end as stage,
        orders.total_ht as amount_text,
        try_cast(orders.total_ht as decimal(28, 8)) as amount
    from source_commande as orders
    cross join choice
    where choice.orders_from = 'orders'

),

settings as (

    select count(*) > 0 as are_there
    from company_settings

),

others as (

    select
        source_table,
        document_id,
        sum(amount) as amount
    from document_lines
    where is_no_goods and not is_heading
    group by source_table, document_id

)

select
    found.*,
    others.amount is not null and others.amount <> 0 as has_no_goods,
    :entity = '' or found.entity = :entity as is_of_company,
    coalesce(
        own.currency,
        everybody.currency,
        nullif(cast(:currency as varchar), ''),
        case when settings.are_there then 'EUR' end,
        'XXX'
    ) as currency,
    coalesce(own.deposits_are_payments, everybody.deposits_are_payments, '0')
    not in ('', '0') as deposits_are_payments,
    try_cast(round(found.amount - coalesce(others.amount, 0), 2) as decimal(18, 2))
        as net_amount
from found
left join
    others
    on
        found.source_id = others.document_id
        and found.source_table = others.source_table
left join company_settings as own on found.entity = own.entity
left join company_settings as everybody on everybody.entity = '0'
cross join settings;

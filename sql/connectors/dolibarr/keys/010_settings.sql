-- company_settings: one row a company, and what it says of itself; 0 stands for all. A
-- setting that is empty is none.
create or replace temp table company_settings as

select
    coalesce(entity, '1') as entity,
    upper(
        max(case when name = 'MAIN_MONNAIE' then nullif(trim(value), '') end)
    ) as currency,
    max(
        case when name = 'INVOICE_USE_SITUATION' then nullif(value, '') end
    ) as situation_mode,
    max(
        case when name = 'FACTURE_DEPOSITS_ARE_JUST_PAYMENTS' then value end
    ) as deposits_are_payments
from source_const
group by coalesce(entity, '1');

-- choice: one row, what orders are.
create or replace temp table choice as

select
    case
        when :orders_from <> 'auto' then :orders_from
        when count(*) > 0 then 'invoices'
        else 'orders'
    end as orders_from
from source_facture;

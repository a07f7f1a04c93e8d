-- base_currency: one row, the currency that amounts are turned into: the one whose rate
-- is 1. If several have this rate, or there are no rates, an option says which.
create or replace temp table base_currency as

with

known as (

    select
        upper(id) as code,
        try_cast(rate as decimal(18, 8)) = 1 as is_base
    from source_currency

)

select
    case
        when count(*) filter (where is_base) = 1
            then max(code) filter (where is_base)
        when :currency = '' then 'XXX'
        when count(*) = 0 or coalesce(bool_or(is_base and code = :currency), false)
            then cast(:currency as varchar)
        else 'XXX'
    end as code
from known;

-- rates: one row a currency, and how much of the base currency one of it is.
create or replace temp table rates as

select
    upper(source_currency.id) as code,
    try_cast(source_currency.rate as decimal(20, 12)) as rate
from source_currency
where try_cast(source_currency.rate as decimal(20, 12)) is not null
union
select
    code,
    cast(1 as decimal(20, 12)) as rate
from base_currency
where code <> 'XXX';

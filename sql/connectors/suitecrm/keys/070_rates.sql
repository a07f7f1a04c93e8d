-- rates: one row a currency, and how many of it are ten thousand million of the base
-- currency: whole numbers divide without loss. The base currency has the id -99 and no
-- row of its own; what names no currency is in it.
create or replace temp table rates as

select
    '-99' as currency_id,
    cast(10000000000 as hugeint) as rate
union all
select
    id as currency_id,
    cast(
        try_cast(conversion_rate as decimal(28, 10)) * 10000000000 as hugeint
    ) as rate
from source_currencies
where id <> '-99' and try_cast(conversion_rate as decimal(28, 10)) is not null;

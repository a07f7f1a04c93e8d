-- guesses: one row an option that the data say something of. Statuses are thought to be
-- no purchases if they begin as the words for cancelled, reversed and draft do in some
-- languages.
with

stopped as (

    select distinct trim(status) as status
    from source_aos_invoices
    where
        regexp_matches(
            lower(trim(status)),
            '^(cancel|void|draft|storn|entwurf|annul|brouillon|anula|borrador|bozza)'
        )
        and lower(trim(status)) <> 'cancelled'
        and not contains(status, ',')

)

select
    'grain' as option_name,
    case
        when
            count(*) filter (where contact_id is not null) * 2
            >= count(*) filter (where account_id is not null)
            then 'contact'
        else 'account'
    end as option_value,
    cast(count(*) filter (where contact_id is not null) as varchar)
    || ' orders name a contact, '
    || cast(count(*) filter (where account_id is not null) as varchar)
    || ' an account' as reason
from order_candidates
where not is_deleted
union all
select
    'orders_from' as option_name,
    case
        when count(*) > 0 then 'invoices' else 'opportunities'
    end as option_value,
    'there are ' || cast(count(*) as varchar) || ' invoices' as reason
from source_aos_invoices
union all
select
    'cancelled_statuses' as option_name,
    'Cancelled, ' || string_agg(status, ', ' order by status) as option_value,
    'invoices have these statuses; check that no other is to be left out' as reason
from stopped
having count(*) > 0;

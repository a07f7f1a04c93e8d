-- guesses: one row an option that the data say something of.
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
from source_aos_invoices;

-- customers: one row a contact or account. Stand-ins say what is not known.
select
    customer_keys.customer_id as id,
    left(coalesce(customer_fates.name, '(no name)'), 255) as name,
    left(coalesce(customer_fates.email, '(no email)'), 255) as email,
    left(customer_fates.phone, 255) as phone,
    case
        when cast(customer_fates.entered_at as date) <= :today
            then customer_fates.entered_at
    end as created_at,
    countries.country_code as country,
    cast(:source_system as varchar) as source_system,
    customer_fates.source_id
from customer_fates
inner join customer_keys on customer_fates.source_id = customer_keys.source_id
left join countries on customer_fates.country_text = countries.country_text
where customer_fates.fate = 'kept'
order by id;

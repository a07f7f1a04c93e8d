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
    case
        when
            try_cast(customer_fates.birthday_text as date)
            between cast(:today - interval 120 year as date) and :today
            then try_cast(customer_fates.birthday_text as date)
    end as birthday,
    case
        when lower(trim(customer_fates.gender)) in ('f', 'female') then 'female'
        when lower(trim(customer_fates.gender)) in ('m', 'male') then 'male'
        else left(nullif(trim(customer_fates.gender), ''), 32)
    end as gender,
    countries.country_code as country,
    cast(:source_system as varchar) as source_system,
    customer_fates.source_id
from customer_fates
inner join customer_keys on customer_fates.source_id = customer_keys.source_id
left join countries on customer_fates.country_text = countries.country_text
where customer_fates.fate = 'kept'
order by id;

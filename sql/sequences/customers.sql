-- customers: ids that are given out from here on come after the highest one loaded.
-- A sequence that was not used since its file was opened begins with its next number.
with

given_out as (

    select coalesce(max(start_value), 1) - 1 as last_id
    from duckdb_sequences()
    where sequence_name = 'customer_id_sequence'

),

highest as (

    select coalesce(max(id), 0) as highest_id
    from customers

),

not_given_out as (

    select unnest(range(highest.highest_id - given_out.last_id)) as number
    from highest
    cross join given_out

)

select max(nextval('customer_id_sequence')) as last_id
from not_given_out;

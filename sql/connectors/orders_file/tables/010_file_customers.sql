-- file_customers: one row a customer of the file. Only what the file says is kept; the
-- rest of a customer is put beside it by the view customers. No key is declared: the
-- connector gives them out, and an index would take longer than all else.
create table file_customers (
    customer_id integer not null,
    source_id varchar not null,
    first_seen_at timestamp not null
);

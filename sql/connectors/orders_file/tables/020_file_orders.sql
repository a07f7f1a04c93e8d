-- file_orders: one row a line of the file. Only what the file says is kept, and the
-- day, which is asked for more often than it is loaded; the rest of an order is put
-- beside it by the view orders. No key is declared: the connector gives them out, and
-- an index would take longer than all else.
create table file_orders (
    line_number bigint not null,
    customer_id integer not null,
    ordered_at timestamp not null,
    ordered_on date not null,
    amount decimal(18, 2)
);

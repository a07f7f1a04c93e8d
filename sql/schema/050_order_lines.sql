-- order_lines: one row a product in an order.
-- A product that the source's list lacks is a null here, its source id is kept.
create table order_lines (
    order_id bigint not null,
    line_number integer not null,
    product_id integer,
    source_product_id varchar(255),
    quantity decimal(18, 3),
    net_amount decimal(18, 2),
    discount_amount decimal(18, 2),
    primary key (order_id, line_number),
    foreign key (order_id) references orders (id),
    foreign key (product_id) references products (id),
    check (line_number > 0)
);

comment on table order_lines is 'One row a product in an order.';
comment on column order_lines.order_id is 'The order';
comment on column order_lines.line_number is 'Counted from 1 within the order';
comment on column order_lines.product_id is
'The product; missing if the product list lacks it';
comment on column order_lines.source_product_id is
'Key of a product that the list lacks, as written in the source';
comment on column order_lines.quantity is
'Pieces or measure; missing if none was given';
comment on column order_lines.net_amount is
'Paid for this line, in the order''s currency';
comment on column order_lines.discount_amount is
'Taken off before net_amount, in the order''s currency';

create table res_partner (
    id integer primary key, name varchar, parent_id integer, is_company boolean,
    commercial_partner_id integer, type varchar, email varchar, phone varchar,
    email_normalized varchar,
    active boolean, customer_rank integer, country_id integer, comment text,
    create_date timestamp, write_date timestamp
);
create table res_country (id integer primary key, code varchar(2), name jsonb);
create table res_currency (id integer primary key, name varchar(3));
create table sale_order (
    id integer primary key, name varchar, partner_id integer, state varchar,
    date_order timestamp, currency_id integer, amount_untaxed numeric,
    amount_tax numeric, amount_total numeric, note text, create_date timestamp,
    write_date timestamp
);
create table sale_order_line (
    id integer primary key, order_id integer, product_id integer, sequence integer,
    product_uom_qty numeric, price_subtotal numeric, display_type varchar, name text,
    write_date timestamp
);
create table product_product (
    id integer primary key, product_tmpl_id integer, active boolean
);
create table product_template (id integer primary key, name jsonb, categ_id integer);
create table product_category (id integer primary key, name jsonb);
create table mail_blacklist (
    id integer primary key, email varchar, active boolean, write_date timestamp
)

create table wp_wc_orders (
    id bigint unsigned primary key, status varchar(20), currency varchar(10),
    type varchar(20), tax_amount decimal(26,8), total_amount decimal(26,8),
    customer_id bigint unsigned, billing_email varchar(320), date_created_gmt datetime,
    date_updated_gmt datetime, parent_order_id bigint unsigned,
    payment_method varchar(100), ip_address varchar(100), user_agent text,
    customer_note text
);
create table wp_wc_order_operational_data (
    id bigint unsigned primary key, order_id bigint unsigned,
    shipping_tax_amount decimal(26,8), shipping_total_amount decimal(26,8),
    discount_total_amount decimal(26,8)
);
create table wp_wc_order_addresses (
    id bigint unsigned primary key, order_id bigint unsigned, address_type varchar(20),
    first_name text, last_name text, country text, email varchar(320), phone varchar(100)
);
create table wp_woocommerce_order_items (
    order_item_id bigint unsigned primary key, order_item_name text,
    order_item_type varchar(200), order_id bigint unsigned
);
create table wp_woocommerce_order_itemmeta (
    meta_id bigint unsigned primary key auto_increment, order_item_id bigint unsigned,
    meta_key varchar(255), meta_value longtext
);
create table wp_posts (
    ID bigint unsigned primary key, post_author bigint unsigned,
    post_date_gmt datetime default '0000-00-00 00:00:00', post_content longtext,
    post_title text, post_status varchar(20), post_modified_gmt datetime,
    post_parent bigint unsigned default 0, post_type varchar(20)
);
create table wp_postmeta (
    meta_id bigint unsigned primary key auto_increment, post_id bigint unsigned,
    meta_key varchar(255), meta_value longtext
);
create table wp_term_relationships (
    object_id bigint unsigned, term_taxonomy_id bigint unsigned
);
create table wp_term_taxonomy (
    term_taxonomy_id bigint unsigned primary key, term_id bigint unsigned,
    taxonomy varchar(32)
);
create table wp_terms (term_id bigint unsigned primary key, name varchar(200));
create table wp_options (
    option_id bigint unsigned primary key auto_increment, option_name varchar(191),
    option_value longtext
)

create table contacts (
    id char(36) primary key, date_entered datetime, date_modified datetime,
    deleted tinyint(1) default 0, salutation varchar(255), first_name varchar(100),
    last_name varchar(100), phone_home varchar(100), phone_mobile varchar(100),
    phone_work varchar(100), phone_other varchar(100), do_not_call tinyint(1) default 0,
    lawful_basis text, date_reviewed date, birthdate date,
    primary_address_country varchar(255), description text
);
create table contacts_cstm (id_c char(36) primary key, loyalty_c varchar(20),
    gender_c varchar(10));
create table accounts (
    id char(36) primary key, name varchar(150), date_entered datetime,
    date_modified datetime, deleted tinyint(1) default 0, annual_revenue varchar(100),
    phone_office varchar(100), phone_alternate varchar(100),
    billing_address_country varchar(255)
);
create table accounts_contacts (
    id varchar(36) primary key, contact_id varchar(36), account_id varchar(36),
    date_modified datetime, deleted tinyint(1) default 0
);
create table email_addresses (
    id char(36) primary key, email_address varchar(255), email_address_caps varchar(255),
    invalid_email tinyint(1) default 0, opt_out tinyint(1) default 0,
    confirm_opt_in varchar(255) default 'not-opt-in', confirm_opt_in_date datetime,
    date_created datetime, date_modified datetime, deleted tinyint(1) default 0
);
create table email_addr_bean_rel (
    id char(36) primary key, email_address_id char(36), bean_id char(36),
    bean_module varchar(100), primary_address tinyint(1) default 0,
    date_created datetime, date_modified datetime, deleted tinyint(1) default 0
);
create table currencies (
    id char(36) primary key, name varchar(36), iso4217 varchar(3),
    conversion_rate double default 0, status varchar(100),
    deleted tinyint(1) default 0, date_modified datetime
);
create table aos_invoices (
    id char(36) primary key, date_entered datetime, date_modified datetime,
    deleted tinyint(1) default 0, billing_account_id char(36),
    billing_contact_id char(36), number int, total_amt decimal(26,6),
    subtotal_amount decimal(26,6), discount_amount decimal(26,6),
    tax_amount decimal(26,6), shipping_amount decimal(26,6), total_amount decimal(26,6),
    currency_id char(36), invoice_date date, status varchar(100)
);
create table aos_products_quotes (
    id char(36) primary key, date_modified datetime, deleted tinyint(1) default 0,
    parent_type varchar(100), parent_id char(36), product_id char(36), number int,
    product_qty decimal(18,4), product_unit_price decimal(26,6),
    product_total_price decimal(26,6), vat varchar(100), vat_amt decimal(26,6)
);
create table aos_products (
    id char(36) primary key, name varchar(255), date_modified datetime,
    deleted tinyint(1) default 0, category varchar(100), type varchar(100),
    aos_product_category_id char(36)
);
create table aos_product_categories (
    id char(36) primary key, name varchar(255), date_modified datetime,
    deleted tinyint(1) default 0
);
create table opportunities (
    id char(36) primary key, name varchar(50), date_entered datetime,
    date_modified datetime, deleted tinyint(1) default 0, amount double,
    amount_usdollar double, currency_id char(36), date_closed date,
    sales_stage varchar(255), probability double
);
create table accounts_opportunities (
    id varchar(36) primary key, opportunity_id varchar(36), account_id varchar(36),
    date_modified datetime, deleted tinyint(1) default 0
);
create table opportunities_contacts (
    id varchar(36) primary key, contact_id varchar(36), opportunity_id varchar(36),
    contact_role varchar(50), date_modified datetime, deleted tinyint(1) default 0
);
create table calls (
    id char(36) primary key, name varchar(50), date_modified datetime,
    deleted tinyint(1) default 0, date_start datetime, parent_type varchar(255),
    parent_id char(36), status varchar(100) default 'Planned', direction varchar(100),
    description text
);
create table calls_contacts (
    id varchar(36) primary key, call_id varchar(36), contact_id varchar(36),
    accept_status varchar(25), date_modified datetime, deleted tinyint(1) default 0
);
create table meetings (
    id char(36) primary key, name varchar(50), date_modified datetime,
    deleted tinyint(1) default 0, date_start datetime, parent_type varchar(255),
    parent_id char(36), status varchar(100) default 'Planned', repeat_parent_id char(36)
);
create table meetings_contacts (
    id varchar(36) primary key, meeting_id varchar(36), contact_id varchar(36),
    date_modified datetime, deleted tinyint(1) default 0
);
create table emails (
    id char(36) primary key, name varchar(255), date_modified datetime,
    deleted tinyint(1) default 0, date_sent_received datetime, type varchar(100),
    status varchar(100), parent_type varchar(100), parent_id char(36)
);
create table emails_text (email_id char(36) primary key, description longtext);
create table emails_beans (
    id char(36) primary key, email_id char(36), bean_id char(36),
    bean_module varchar(100), date_modified datetime, deleted tinyint(1) default 0
);
create table emails_email_addr_rel (
    id char(36) primary key, email_id char(36), address_type varchar(4),
    email_address_id char(36), deleted tinyint(1) default 0
);
create table campaigns (
    id char(36) primary key, name varchar(50), date_modified datetime,
    deleted tinyint(1) default 0, start_date date, end_date date,
    campaign_type varchar(100)
);
create table campaign_log (
    id char(36) primary key, campaign_id char(36), target_id varchar(36),
    target_type varchar(100), activity_type varchar(100), activity_date datetime,
    related_id varchar(36), date_modified datetime, deleted tinyint(1) default 0
);
create table config (category varchar(32), name varchar(32), value text)

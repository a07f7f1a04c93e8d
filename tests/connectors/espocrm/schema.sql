-- Both for MariaDB, with ANSI quotes, and PostgreSQL.
create table account (
    id varchar(24) primary key, name varchar(255), deleted boolean default false,
    billing_address_country varchar(255), description text, created_at timestamp null,
    modified_at timestamp null
);
create table contact (
    id varchar(24) primary key, deleted boolean default false, first_name varchar(100),
    middle_name varchar(100), last_name varchar(100), description text, do_not_call boolean default false,
    address_street varchar(255), address_country varchar(255),
    account_id varchar(24), created_at timestamp null, modified_at timestamp null
);
create table account_contact (
    account_id varchar(24), contact_id varchar(24), role varchar(100),
    deleted boolean default false
);
create table email_address (
    id varchar(24) primary key, name varchar(255), deleted boolean default false,
    lower varchar(255), invalid boolean default false, opt_out boolean default false
);
create table entity_email_address (
    entity_id varchar(24), email_address_id varchar(24), entity_type varchar(100),
    "primary" boolean default false, deleted boolean default false
);
create table phone_number (
    id varchar(24) primary key, name varchar(36), deleted boolean default false,
    type varchar(255), opt_out boolean default false
);
create table entity_phone_number (
    entity_id varchar(24), phone_number_id varchar(24), entity_type varchar(100),
    "primary" boolean default false, deleted boolean default false
);
create table currency (id varchar(3) primary key, rate double precision);
create table opportunity (
    id varchar(24) primary key, name varchar(255), deleted boolean default false,
    amount double precision, amount_currency varchar(3), stage varchar(255),
    probability integer, close_date date, account_id varchar(24), contact_id varchar(24), description text,
    created_at timestamp null, modified_at timestamp null
);
create table contact_opportunity (
    contact_id varchar(24), opportunity_id varchar(24), role varchar(50),
    deleted boolean default false
);
create table "call" (
    id varchar(24) primary key, name varchar(255), deleted boolean default false,
    status varchar(255), date_start timestamp null, direction varchar(255),
    parent_type varchar(100), parent_id varchar(24), account_id varchar(24),
    description text, modified_at timestamp null
);
create table call_contact (
    call_id varchar(24), contact_id varchar(24), status varchar(36),
    deleted boolean default false
);
create table meeting (
    id varchar(24) primary key, name varchar(255), deleted boolean default false,
    status varchar(255), date_start timestamp null, date_start_date date,
    parent_type varchar(100), parent_id varchar(24), account_id varchar(24),
    modified_at timestamp null
);
create table contact_meeting (
    contact_id varchar(24), meeting_id varchar(24), status varchar(36),
    deleted boolean default false
);
create table email (
    id varchar(24) primary key, name varchar(255), deleted boolean default false,
    status varchar(255), date_sent timestamp null, body text,
    from_email_address_id varchar(24), parent_type varchar(100), parent_id varchar(24),
    account_id varchar(24), modified_at timestamp null
);
create table email_email_address (
    email_id varchar(24), email_address_id varchar(24), address_type varchar(4),
    deleted boolean default false
);
create table campaign (
    id varchar(24) primary key, name varchar(255), deleted boolean default false,
    type varchar(255), start_date date, end_date date, modified_at timestamp null
);
create table campaign_log_record (
    id varchar(24) primary key, deleted boolean default false, action varchar(50),
    action_date timestamp null, string_data varchar(100), is_test boolean default false,
    campaign_id varchar(24), parent_id varchar(24), parent_type varchar(100)
);
create table contact_target_list (
    contact_id varchar(24), target_list_id varchar(24), opted_out boolean default false,
    deleted boolean default false
)

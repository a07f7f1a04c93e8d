-- Both for MariaDB and PostgreSQL.
create table llx_const (name varchar(180), entity integer, value text);
create table llx_societe (
    rowid integer primary key, nom varchar(128), entity integer, status smallint,
    client smallint, email varchar(128), phone varchar(30), phone_mobile varchar(30),
    fk_pays integer, note_private text, ip varchar(250), datec timestamp null,
    tms timestamp null
);
create table llx_socpeople (
    rowid integer primary key, fk_soc integer, lastname varchar(50), email varchar(255),
    no_email smallint, note_private text, tms timestamp null
);
create table llx_c_country (rowid integer primary key, code varchar(2));
create table llx_facture (
    rowid integer primary key, ref varchar(30), entity integer, type smallint,
    fk_soc integer, datef date, fk_statut smallint, total_ht double precision,
    total_tva double precision, total_ttc double precision, multicurrency_code varchar(3),
    multicurrency_total_ht double precision, note_private text, datec timestamp null,
    tms timestamp null
);
create table llx_facturedet (
    rowid integer primary key, fk_facture integer, fk_product integer, description text,
    qty real, total_ht double precision, product_type integer, special_code integer,
    rang integer, fk_prev_id integer
);
create table llx_commande (
    rowid integer primary key, ref varchar(30), entity integer, fk_soc integer,
    date_commande date, fk_statut smallint, total_ht double precision, date_creation timestamp null,
    tms timestamp null
);
create table llx_commandedet (
    rowid integer primary key, fk_commande integer, fk_product integer, description text,
    qty real, total_ht double precision, product_type integer, special_code integer,
    rang integer
);
create table llx_product (
    rowid integer primary key, ref varchar(128), label varchar(255), tms timestamp null
);
create table llx_categorie (rowid integer primary key, label varchar(180), type integer);
create table llx_categorie_product (fk_categorie integer, fk_product integer);
create table llx_actioncomm (
    id integer primary key, entity integer, datep timestamp null, code varchar(50),
    fk_action integer, fk_soc integer, fk_contact integer, percent smallint,
    label varchar(255), note text, email_from varchar(255), tms timestamp null
);
create table llx_c_actioncomm (id integer primary key, code varchar(50));
create table llx_mailing_unsubscribe (
    rowid integer primary key, email varchar(255), ip varchar(128), date_creat timestamp null
);
create table llx_events (rowid integer primary key, ip varchar(250), user_agent text)

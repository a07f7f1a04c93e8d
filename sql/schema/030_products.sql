-- products: one row an article that can stand on an order line.
create table products (
    id integer not null,
    name varchar(255),
    category varchar(128),
    department varchar(128),
    brand varchar(128),
    source_system varchar(64) not null,
    source_id varchar(255) not null,
    primary key (id),
    unique (source_system, source_id)
);

comment on table products is 'One row an article that can stand on an order line.';
comment on column products.id is 'Internal key, given out by the loader';
comment on column products.name is 'What the source calls it';
comment on column products.category is 'Product category';
comment on column products.department is 'Department, the level above category';
comment on column products.brand is 'Brand, or national and private';
comment on column products.source_system is 'System or data set it comes from';
comment on column products.source_id is 'Key in the source, as written there';

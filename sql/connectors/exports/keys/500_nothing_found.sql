-- What a system may find besides customers and orders; here are no rows of it, for the
-- systems that find none. What each column means is in docs/exports.md.
create temp table if not exists found_products (
    source_id varchar,
    name varchar,
    category varchar,
    department varchar,
    brand varchar
);

create temp table if not exists found_lines (
    source_table varchar,
    row_order bigint,
    order_row bigint,
    product_id varchar,
    quantity decimal(18, 3),
    net_amount decimal(18, 2),
    discount_amount decimal(18, 2),
    fate varchar,
    notes varchar[]
);

create temp table if not exists found_consents (
    source_table varchar,
    customer_row bigint,
    channel varchar,
    state varchar,
    evidence_at timestamp,
    evidence varchar
);

create temp table if not exists found_communications (
    source_table varchar,
    row_order bigint,
    source_id varchar,
    customer_id varchar,
    channel varchar,
    direction varchar,
    occurred_at timestamp,
    outcome varchar,
    fate varchar,
    notes varchar[]
);

create temp table if not exists found_campaigns (
    source_table varchar,
    row_order bigint,
    source_id varchar,
    name varchar,
    kind varchar,
    starts_on date,
    ends_on date,
    fate varchar
);

create temp table if not exists found_touches (
    source_table varchar,
    row_order bigint,
    source_id varchar,
    campaign_id varchar,
    customer_id varchar,
    touched_on date,
    response varchar,
    responded_on date,
    fate varchar
);

create temp table if not exists found_links (
    source_table varchar,
    fate varchar
);

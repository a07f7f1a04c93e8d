-- touched_documents: one row a document of which a row came, changed or went since the
-- last mapping. Documents are known by a hash of their id.
create table if not exists touched_documents (document ubigint not null);

-- document_fates: one row an order or line, as it was mapped last.
create table if not exists document_fates (
    document ubigint not null,
    table_name varchar not null,
    source_table varchar not null,
    fate varchar not null
);

-- document_effects: one row an order or line, and a rule that it was kept by.
create table if not exists document_effects (
    document ubigint not null,
    table_name varchar not null,
    rule varchar not null
);

-- known_references: one row a thing that documents name, and what it decided of them.
create table if not exists known_references (
    kind varchar not null,
    name varchar,
    what_it_decides varchar
);

-- mappings: one row, the last mapping: of which state of the source, by which SQL and
-- options, and on which day. None while one is under way, or if rows went unnoticed.
create table if not exists mappings (
    fingerprint varchar not null,
    settings varchar not null,
    mapped_on date not null
);

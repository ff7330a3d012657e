-- The ledger: one row for every load that changed something.
create table lyzer_meta.load (
    id bigint generated always as identity primary key,
    started_at timestamptz not null,
    finished_at timestamptz not null,
    by_whom text not null,
    program text not null,
    snapshot text not null,
    fingerprint text not null,
    seconds numeric(10, 3) not null
);

create table lyzer_meta.load_table (
    load_id bigint not null references lyzer_meta.load,
    schema_name text not null,
    table_name text not null,
    row_count bigint not null,
    added_count bigint not null,
    changed_count bigint not null,
    removed_count bigint not null,
    seconds numeric(10, 3) not null,
    primary key (load_id, schema_name, table_name)
);

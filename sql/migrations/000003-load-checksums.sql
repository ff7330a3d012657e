-- Checksums tell edits by hand from changes of the lake, and prove a rollback.
alter table lyzer_meta.load
    -- One load at a time takes the next number. A sequence gives some again after
    -- a crash of a server with wal_level=minimal, as the embedded one is.
    alter column id drop identity,
    -- Of the load whose state a rollback brought back.
    add column rolled_back_to bigint references lyzer_meta.load;

alter table lyzer_meta.load_table
    -- Of all rows, as 16 hex digits.
    add column checksum text,
    -- The columns that it is of, and the checksum of each season:
    -- {"columns": "season integer, …", "groups": [{"season": 1996, "rows": …}]}
    add column recorded jsonb,
    -- The seasons in which the load found edits by hand: [1996, …].
    add column hand_edited jsonb;

-- The views of schema lyzer_api, as sql/views had them when they were made.
create schema if not exists lyzer_api;

create table lyzer_meta.view (
    name text primary key,
    checksum text not null,
    program text not null,
    applied_at timestamptz not null default clock_timestamp()
);

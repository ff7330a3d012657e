-- The list that a version file of the archive belongs to, for example
-- 2024/5/laps for .../lists/2024/5/laps/20260727T181500Z-1f0c9a22.ndjson.gz.
create or replace macro list_name(path) as
    regexp_extract(path, '^.*/lists/(.+)/[^/]+$', 1)

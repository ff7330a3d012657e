-- The id of a row: kind and natural key, joined by slashes, in this project's
-- own namespace, which is uuid_v5(<namespace of URLs>, 'urn:lyzer:etl').
-- Neither may ever change: ids are the same for everybody, always.
create or replace macro lyzer_uuid(natural_key) as
    uuid_v5('35e4e7b3-2cb7-500d-b42d-13accf0a12ed', natural_key)

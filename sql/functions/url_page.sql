-- What an address names, whatever its scheme: Jolpica's two APIs have some
-- addresses with http and some with https.
create or replace macro url_page(url) as
    regexp_replace(nullif(url, ''), '^https?://', '')

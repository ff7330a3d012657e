-- A name in plain small letters, since the two sources write accents and
-- hyphens in different ways.
create or replace macro plain_name(name) as
    trim(regexp_replace(strip_accents(lower(name)), '[^a-z]+', ' ', 'g'))

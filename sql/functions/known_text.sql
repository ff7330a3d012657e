-- Jolpica has three ways to say that it doesn't know: a missing field, an
-- empty string and Python's None as a string.
create or replace macro known_text(value) as
    nullif(nullif(value, ''), 'None')

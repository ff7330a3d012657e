-- A field that Jolpica always sends, be it empty or 'None'. Where it is missing
-- or null the contract is broken, and the transform stops to say where.
create or replace macro sent(value) as
    coalesce(value, error('FIELD_NOT_SENT'))

-- A field that Jolpica always sends within another that it may leave out: null
-- only where the outer one is missing, see the macro sent.
create or replace macro sent_in(whole, field) as
    case when whole is not null then sent(struct_extract(whole, field)) end

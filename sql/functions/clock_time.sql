-- A time of day as Jolpica writes it, in UTC with a Z or at the track without.
create or replace macro clock_time(value) as
    cast(rtrim(known_text(value), 'Z') as time)

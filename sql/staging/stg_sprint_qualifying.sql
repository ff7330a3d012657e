-- Jolpica's Ergast part has no results of sprint qualifying yet.
with pending as (
    select
        cast(null as integer) as season,
        cast(null as integer) as round,
        cast(null as text) as race_name,
        cast(null as text) as driver_ref,
        cast(null as text) as constructor_ref,
        cast(null as integer) as number,
        cast(null as integer) as "position",
        cast(null as text) as sq1,
        cast(null as text) as sq2,
        cast(null as text) as sq3,
        cast(null as integer) as sq1_millis,
        cast(null as integer) as sq2_millis,
        cast(null as integer) as sq3_millis
)

select * from pending where season is not null

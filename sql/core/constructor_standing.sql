with standings as (
    select * from staging.stg_constructorstandings
),

races as (
    select * from lyzer.race
),

constructors as (
    select * from lyzer.constructor
),

linked as (
    select
        races.id as race_id,
        constructors.constructor_id,
        season,
        round,
        standings."position",
        standings.position_text,
        standings.points,
        standings.wins
    from standings
    left join races using (season, round)
    left join constructors on standings.constructor_ref = constructors.ref
)

select * from linked order by season, race_id, constructor_id

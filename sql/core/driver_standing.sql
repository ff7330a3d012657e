with standings as (
    select * from staging.stg_driverstandings
),

races as (
    select * from lyzer.race
),

drivers as (
    select * from lyzer.driver
),

linked as (
    select
        races.id as race_id,
        drivers.driver_id,
        season,
        round,
        standings."position",
        standings.position_text,
        standings.points,
        standings.wins
    from standings
    left join races using (season, round)
    left join drivers on standings.driver_ref = drivers.ref
)

select * from linked order by season, race_id, driver_id

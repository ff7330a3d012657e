with laps as (
    select * from staging.stg_laps
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
        laps.lap,
        season,
        laps."position",
        laps."time",
        laps.millis
    from laps
    left join races using (season, race_name)
    left join drivers on laps.driver_ref = drivers.ref
)

select * from linked order by season, race_id, driver_id, lap

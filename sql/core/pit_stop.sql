with stops as (
    select * from staging.stg_pitstops
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
        stops.stop,
        season,
        stops.lap,
        stops."time",
        stops.duration,
        stops.millis
    from stops
    left join races using (season, race_name)
    left join drivers on stops.driver_ref = drivers.ref
)

select * from linked order by season, race_id, driver_id, stop

with results as (
    select * from lyzer.race_result
),

races as (
    select * from lyzer.race
),

drivers as (
    select * from lyzer.driver
),

counted as (
    select
        *,
        count(*) over (partition by race_id, fl_lap, fl_time) as sharers
    from results
    where fl_time is not null
),

shared as (
    select
        races.season,
        races.round,
        races.race_name,
        drivers.ref as driver,
        counted.fl_lap,
        counted.fl_time
    from counted
    inner join races on counted.race_id = races.id
    inner join drivers on counted.driver_id = drivers.driver_id
    where counted.sharers > 1
)

select * from shared

with results as (
    select * from lyzer.race_result
),

races as (
    select * from lyzer.race
),

drivers as (
    select * from lyzer.driver
),

laps as (
    select * from lyzer.lap
),

faster as (
    select
        races.season,
        races.round,
        races.race_name,
        drivers.ref as driver,
        results.fl_time,
        laps.lap,
        laps."time"
    from results
    inner join races on results.race_id = races.id
    inner join drivers on results.driver_id = drivers.driver_id
    inner join laps
        on results.race_id = laps.race_id
        and results.driver_id = laps.driver_id
    where laps.millis < duration_millis(results.fl_time)
        -- The first lap begins on the grid, so it is no whole one.
        and laps.lap > 1
)

select * from faster

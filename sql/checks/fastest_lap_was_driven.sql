with results as (
    select * from lyzer.race_result
),

races as (
    select * from lyzer.race
),

drivers as (
    select * from lyzer.driver
),

wrong as (
    select
        races.season,
        races.round,
        races.race_name,
        drivers.ref as driver,
        results.fl_lap,
        results.laps
    from results
    inner join races on results.race_id = races.id
    inner join drivers using (driver_id)
    where results.fl_lap > results.laps
)

select * from wrong

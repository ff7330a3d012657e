with laps as (
    select * from lyzer.lap
),

results as (
    select * from lyzer.race_result
),

races as (
    select * from lyzer.race
),

drivers as (
    select * from lyzer.driver
),

counted as (
    select race_id, driver_id, count(*) as lap_count
    from laps
    group by race_id, driver_id
),

whole as (
    select * from intermediate.complete_lap_chart
),

compared as (
    select
        races.season,
        races.round,
        races.race_name,
        drivers.ref as driver,
        results.laps as result_laps,
        coalesce(counted.lap_count, 0) as lap_count
    from results
    inner join races on results.race_id = races.id
    inner join drivers using (driver_id)
    left join counted using (race_id, driver_id)
    where results.race_id in (select race_id from whole)
)

select * from compared where result_laps <> lap_count

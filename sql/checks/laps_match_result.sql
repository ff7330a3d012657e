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

told as (
    select race_id, driver_id, count(*) as lap_count
    from laps
    group by race_id, driver_id
),

whole as (
    select * from intermediate.told_laps
),

compared as (
    select
        races.season,
        races.round,
        races.race_name,
        drivers.ref as driver,
        results.laps as result_laps,
        coalesce(told.lap_count, 0) as told_laps
    from results
    inner join races on results.race_id = races.id
    inner join drivers using (driver_id)
    left join told using (race_id, driver_id)
    where results.race_id in (select race_id from whole)
)

select * from compared where result_laps <> told_laps

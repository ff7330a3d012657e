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

summed as (
    select race_id, driver_id, count(*) as lap_count, sum(millis) as lap_millis
    from laps
    group by race_id, driver_id
),

-- The rest are penalties after the race, stops under a red flag, and faults.
compared as (
    select
        races.season,
        races.round,
        races.race_name,
        drivers.ref as driver,
        results.millis,
        summed.lap_millis,
        results.millis - summed.lap_millis as difference_millis
    from results
    inner join summed using (race_id, driver_id)
    inner join races on results.race_id = races.id
    inner join drivers using (driver_id)
    where summed.lap_count = results.laps
)

select * from compared where abs(difference_millis) > 1000

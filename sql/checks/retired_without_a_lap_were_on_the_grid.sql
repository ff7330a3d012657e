with results as (
    select * from lyzer.race_result
),

races as (
    select * from lyzer.race
),

drivers as (
    select * from lyzer.driver
),

absent as (
    select
        races.season,
        races.round,
        races.race_name,
        drivers.ref as driver,
        results.status
    from results
    inner join races on results.race_id = races.id
    inner join drivers on results.driver_id = drivers.driver_id
    where results.position_text = 'R' and results.laps = 0 and results.grid = 0
)

select * from absent

with results as (
    select * from lyzer.qualifying_result
),

races as (
    select * from lyzer.race
),

drivers as (
    select * from lyzer.driver
),

same as (
    select
        races.season,
        races.round,
        races.race_name,
        drivers.ref as driver,
        results.q1,
        results.q2,
        results.q3
    from results
    inner join races on results.race_id = races.id
    inner join drivers on results.driver_id = drivers.driver_id
    where results.q1 = results.q2 or results.q2 = results.q3
)

select * from same

with results as (
    select * from lyzer.race_result
),

races as (
    select * from lyzer.race
),

drivers as (
    select * from lyzer.driver
),

winners as (
    select race_id, max(laps) as winner_laps
    from results
    where "position" = 1
    group by race_id
),

compared as (
    select
        races.season,
        races.round,
        drivers.ref as driver,
        results.laps,
        winners.winner_laps
    from results
    inner join winners using (race_id)
    inner join races on results.race_id = races.id
    inner join drivers using (driver_id)
)

select * from compared where laps > winner_laps

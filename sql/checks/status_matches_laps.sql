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
        max(laps) filter ("position" = 1) over (partition by race_id)
            as winner_laps,
        try_cast(
            regexp_extract(status, '^\+(\d+) Laps?$', 1) as integer
        ) as status_laps_down
    from results
),

wrong as (
    select
        races.season,
        races.round,
        races.race_name,
        drivers.ref as driver,
        counted.status,
        counted.laps,
        counted.winner_laps
    from counted
    inner join races on counted.race_id = races.id
    inner join drivers on counted.driver_id = drivers.driver_id
    where counted.winner_laps - counted.laps <> counted.status_laps_down
)

select * from wrong

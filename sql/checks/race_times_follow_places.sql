with results as (
    select * from lyzer.race_result
),

races as (
    select * from lyzer.race
),

drivers as (
    select * from lyzer.driver
),

classified as (
    select
        *,
        lag(millis) over (
            partition by race_id, laps
            order by "position"
        ) as ahead_millis
    from results
    where regexp_full_match(position_text, '\d+') and millis is not null
),

wrong as (
    select
        races.season,
        races.round,
        races.race_name,
        drivers.ref as driver,
        classified."position",
        classified.millis,
        classified.ahead_millis
    from classified
    inner join races on classified.race_id = races.id
    inner join drivers on classified.driver_id = drivers.driver_id
    where classified.millis < classified.ahead_millis
)

select * from wrong

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
        lag(millis) over in_order as ahead_millis,
        lag(laps) over in_order as ahead_laps
    from results
    where regexp_full_match(position_text, '\d+') and millis is not null
    window in_order as (partition by race_id order by "position", number)
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
        and classified.laps >= classified.ahead_laps
)

select * from wrong

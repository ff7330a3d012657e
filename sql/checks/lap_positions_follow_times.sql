with laps as (
    select * from lyzer.lap
),

races as (
    select * from lyzer.race
),

drivers as (
    select * from lyzer.driver
),

-- Only of drivers whose laps so far are all known.
summed as (
    select
        race_id,
        driver_id,
        lap,
        "position",
        cast(sum(millis) over so_far as bigint) as race_millis,
        row_number() over so_far as lap_count
    from laps
    window so_far as (partition by race_id, driver_id order by lap)
),

complete as (
    select * from summed where lap_count = lap
),

ordered as (
    select behind.*, ahead.race_millis as ahead_millis
    from complete as behind
    inner join complete as ahead
        on behind.race_id = ahead.race_id
        and behind.lap = ahead.lap
        and behind."position" = ahead."position" + 1
),

-- One row per race: a lap that is wrong makes the rest of the race wrong.
wrong as (
    select
        races.season,
        races.round,
        races.race_name,
        count(distinct ordered.lap) as wrong_laps,
        min(ordered.lap) as first_lap,
        min_by(drivers.ref, (ordered.lap, ordered."position")) as driver
    from ordered
    inner join races on ordered.race_id = races.id
    inner join drivers on ordered.driver_id = drivers.driver_id
    where ordered.race_millis < ordered.ahead_millis
    group by all
)

select * from wrong

-- Not materialized: a copy of all laps costs more than reading them twice.
with laps as not materialized (
    select * from lyzer.lap
),

complete as (
    select * from intermediate.complete_lap_chart
),

visits as (
    select * from lyzer_metrics.pit_visit
),

usual as (
    select race_id, driver_id, quantile_disc(millis, 0.5) as usual_millis
    from laps
    group by race_id, driver_id
),

-- A stop is made at the end of one lap and lasts into the next.
pit_laps as (
    select race_id, driver_id, list(lap) || list(lap + 1) as laps
    from visits
    where lap is not null
    group by race_id, driver_id
),

known as (
    select usual.*, pit_laps.laps
    from usual
    left join pit_laps using (race_id, driver_id)
),

charted as (
    select
        race_id,
        driver_id,
        lap,
        season,
        case when complete.has_leaders then "position" end as "position",
        millis,
        coalesce(list_contains(known.laps, lap), false) as is_pit_lap,
        lap > 1 and not is_pit_lap and millis <= usual_millis * 1.07 as is_clean
    from laps
    join complete using (race_id)
    join known using (race_id, driver_id)
)

select * from charted

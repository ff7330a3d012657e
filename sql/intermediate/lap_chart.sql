with laps as (
    select * from lyzer.lap
),

visits as (
    select * from lyzer_metrics.pit_visit
),

usual as (
    select race_id, driver_id, quantile_disc(millis, 0.5) as usual_millis
    from laps
    group by race_id, driver_id
),

pit_laps as (
    select race_id, driver_id, lap, true as is_pit_lap from visits
    union
    select race_id, driver_id, lap + 1, true from visits
),

charted as (
    select
        race_id,
        driver_id,
        lap,
        season,
        "position",
        millis,
        coalesce(pit_laps.is_pit_lap, false) as is_pit_lap,
        lap > 1
        and pit_laps.is_pit_lap is null
        and millis <= usual_millis * 1.07 as is_clean
    from laps
    join usual using (race_id, driver_id)
    left join pit_laps using (race_id, driver_id, lap)
)

select * from charted

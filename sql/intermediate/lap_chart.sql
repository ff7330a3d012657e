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

-- Where Jolpica has no places, time since the start tells them.
timed as (
    select *, sum(millis) over run as elapsed_millis
    from laps
    where race_id in (select race_id from laps where "position" is null)
    window run as (partition by race_id, driver_id order by lap)
),

ranked as (
    select *, cast(row_number() over field as integer) as place
    from timed
    window field as (
        partition by race_id, lap order by elapsed_millis, driver_id
    )
),

placed as (
    select race_id, driver_id, lap, season, "position", millis
    from laps
    where "position" is not null
    union all
    select race_id, driver_id, lap, season, place, millis
    from ranked
    where "position" is null
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
    from placed
    join usual using (race_id, driver_id)
    left join pit_laps using (race_id, driver_id, lap)
)

select * from charted

with drives as (
    select * from lyzer_metrics.driver_race
),

counted as (
    select
        race_id,
        season,
        sum(laps_led) as laps_led,
        max(laps) filter (where is_win) as laps
    from drives
    where laps_led is not null
    group by race_id, season
),

faults as (
    select * from counted where laps_led < laps
)

select * from faults

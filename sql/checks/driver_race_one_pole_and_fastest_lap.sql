with drives as (
    select * from lyzer_metrics.driver_race
),

counted as (
    select
        race_id,
        season,
        count(is_pole) > 0 as has_pole,
        count(*) filter (where is_pole) as poles,
        count(*) filter (where is_fastest_lap) as fastest_laps
    from drives
    group by race_id, season
),

faults as (
    select * exclude (has_pole)
    from counted
    where (has_pole and poles <> 1) or (fastest_laps > 1 and season > 1973)
)

select * from faults

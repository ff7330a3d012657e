with laps as (
    select * from intermediate.lap_chart
),

visits as (
    select * from lyzer_metrics.pit_visit
),

driven as (
    select
        race_id,
        driver_id,
        stint,
        season,
        min(lap) as first_lap,
        max(lap) as last_lap,
        cast(count(*) as integer) as laps,
        cast(count_if(is_clean) as integer) as clean_laps,
        cast(sum(millis) as integer) as millis,
        min(millis) as best_lap_millis,
        quantile_disc(millis, 0.5) filter (where is_clean) as median_lap_millis,
        sum(lap) filter (where is_clean) as x,
        sum(millis) filter (where is_clean) as y,
        sum(lap * millis) filter (where is_clean) as xy,
        sum(lap * lap) filter (where is_clean) as xx
    from laps
    where stint is not null
    group by race_id, driver_id, stint, season
),

stopped as (
    select race_id, driver_id, lap as last_lap, total(millis) as pit_millis
    from visits
    where kind is distinct from 'drive_through'
    group by race_id, driver_id, lap
),

-- The slope of least squares over clean laps, in whole numbers.
fitted as (
    select
        driven.* exclude (x, y, xy, xx),
        case
            when clean_laps >= 5
                then cast(
                    (clean_laps * xy - x * y) / (clean_laps * xx - x * x)
                    as decimal(9, 1)
                )
        end as fade_millis_per_lap,
        stopped.pit_millis
    from driven
    left join stopped using (race_id, driver_id, last_lap)
)

select * from fitted order by season, race_id, driver_id, stint

with laps as (
    select * from intermediate.lap_chart
),

visits as (
    select * from lyzer_metrics.pit_visit
),

drives as (
    select * from lyzer_metrics.driver_race
),

-- Where the lap of a stop is unknown, so are the stints around it.
unplaced as (
    select race_id, driver_id from visits where lap is null
),

-- A stint ends with a stop or with the race, not with a drive-through.
ends as (
    select race_id, driver_id, lap as end_lap, total(millis) as pit_millis
    from visits
    where kind is distinct from 'drive_through'
    group by race_id, driver_id, lap
    union all
    select race_id, driver_id, 1000, null
    from drives
    where race_id in (select race_id from visits)
),

stints as (
    select
        *,
        cast(row_number() over drive as integer) as stint,
        lag(end_lap, 1, 0) over drive as former_end_lap
    from ends
    window drive as (partition by race_id, driver_id order by end_lap)
),

summed as (
    select
        race_id, driver_id, stint, season,
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
        sum(lap * lap) filter (where is_clean) as xx,
        any_value(pit_millis) as pit_millis
    from laps
    join stints using (race_id, driver_id)
    anti join unplaced using (race_id, driver_id)
    where lap > former_end_lap and lap <= end_lap
    group by race_id, driver_id, stint, season
),

-- The slope of least squares over clean laps, in whole numbers.
fitted as (
    select
        summed.* exclude (x, y, xy, xx, pit_millis),
        case
            when clean_laps >= 5
                then cast(
                    (clean_laps * xy - x * y) / (clean_laps * xx - x * x)
                    as decimal(9, 1)
                )
        end as fade_millis_per_lap,
        pit_millis
    from summed
)

select * from fitted order by season, race_id, driver_id, stint

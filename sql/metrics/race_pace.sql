-- Not materialized: a copy of all laps costs more than reading them twice.
with laps as not materialized (
    select * from intermediate.lap_chart
),

-- Without a list of stops it is unknown which laps are clean.
drives as (
    select * from lyzer_metrics.driver_race
    where race_id not in (
        select race_id from intermediate.unfetched_race
        where resource = 'pitstops'
    )
),

visits as (
    select * from lyzer_metrics.pit_visit
),

timed as (
    select
        race_id, driver_id,
        cast(count(*) as integer) as laps,
        cast(count_if(is_clean) as integer) as clean_laps,
        min(millis) as best_lap_millis,
        quantile_disc(millis, [0.25, 0.5, 0.75])
            filter (where is_clean) as quartiles,
        sum(millis) as elapsed_millis,
        max("position") filter (where lap = 1) as first_lap_position,
        race_id in (select race_id from visits) as has_visits
    from laps group by race_id, driver_id
),

visited as (
    select
        race_id, driver_id,
        cast(count(*) as integer) as pit_visits,
        total(millis) as pit_millis
    from visits group by race_id, driver_id
),

winner_laps as (
    select
        race_id, lap,
        sum(millis) over (
            partition by race_id order by lap
        ) as winner_millis
    from laps
    join drives using (race_id, driver_id)
    where is_win
),

winners as (
    select race_id, max(quartiles[2]) as winner_median
    from timed
    join drives using (race_id, driver_id)
    where is_win
    group by race_id
),

paced as (
    select
        race_id, driver_id, drives.season, drives.constructor_id,
        timed.laps, clean_laps, best_lap_millis,
        quartiles[2] as median_lap_millis,
        quartiles[3] - quartiles[1] as lap_spread_millis,
        gap_percent(quartiles[2], winner_median) as gap_to_winner_percent,
        cast(round((elapsed_millis - winner_millis) / timed.laps) as integer)
            as gap_to_winner_per_lap_millis,
        grid - first_lap_position as first_lap_places_gained,
        case when has_visits then coalesce(pit_visits, 0) end as pit_visits,
        pit_millis
    from timed
    join drives using (race_id, driver_id)
    left join visited using (race_id, driver_id)
    left join winners using (race_id)
    left join winner_laps
        on timed.race_id = winner_laps.race_id and timed.laps = winner_laps.lap
)

select * from paced order by season, race_id, driver_id

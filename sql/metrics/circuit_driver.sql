with drives as (
    select * from lyzer_metrics.driver_race
    where not exists (from intermediate.season_gap)
),

races as (
    select * from lyzer.race
),

summed as (
    select
        races.circuit_id,
        driver_id,
        tally(is_start) as starts,
        tally(is_win) as wins,
        tally(is_podium) as podiums,
        tally(is_pole) as poles,
        tally(is_fastest_lap) as fastest_laps,
        cast(sum(points) as decimal(7, 2)) as points,
        total(laps_led) as laps_led,
        min("position") as best_position,
        min(drives.season) filter (where is_win) as first_win_season,
        max(drives.season) filter (where is_win) as last_win_season
    from drives
    join races on drives.race_id = races.id
    group by races.circuit_id, driver_id
),

ranked as (
    select
        *,
        cast(
            rank() over (partition by circuit_id order by wins desc) as integer
        ) as win_rank
    from summed
)

select * from ranked order by circuit_id, driver_id

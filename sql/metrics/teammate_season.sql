with drives as (
    select * from lyzer_metrics.driver_race
    anti join intermediate.season_gap using (season)
),

paces as (
    select * from lyzer_metrics.race_pace
    where season not in (
        select season from lyzer.race_result
        anti join intermediate.complete_lap_chart using (race_id)
    )
),

scored as (
    select * from intermediate.points_scored
),

sessions as (
    select * from lyzer.qualifying_result
    where season not in (
        select season from intermediate.unfetched_race
        where resource = 'qualifying'
    )
),

weekends as (
    select
        drives.*,
        scored.points as weekend_points,
        sessions."position" as qualified,
        q1_millis, q2_millis, q3_millis, median_lap_millis
    from drives
    join scored using (race_id, driver_id, constructor_id)
    left join sessions using (race_id, driver_id)
    left join paces using (race_id, driver_id)
    where is_start
),

-- Qualifying times are compared in the last part in which both have one.
met as (
    select
        own.season, own.constructor_id, own.driver_id,
        mate.driver_id as teammate_id,
        own."position" < mate."position" as is_ahead,
        own.grid < mate.grid as is_grid_ahead,
        own.qualified < mate.qualified as is_qualified_ahead,
        own.weekend_points as points,
        mate.weekend_points as teammate_points,
        coalesce(
            gap_percent(own.q3_millis, mate.q3_millis),
            gap_percent(own.q2_millis, mate.q2_millis),
            gap_percent(own.q1_millis, mate.q1_millis)
        ) as qualifying_gap,
        gap_percent(own.median_lap_millis, mate.median_lap_millis) as race_gap
    from weekends as own
    join weekends as mate using (race_id, constructor_id)
    where own.driver_id <> mate.driver_id
),

compared as (
    select
        season, constructor_id, driver_id, teammate_id,
        tally(true) as races,
        tally(is_ahead is not null) as both_classified,
        tally(is_ahead is true) as races_ahead,
        tally(is_grid_ahead is not null) as both_on_grid,
        tally(is_grid_ahead is true) as grids_ahead,
        nullif(tally(is_qualified_ahead is not null), 0) as both_qualified,
        case
            when both_qualified > 0 then tally(is_qualified_ahead is true)
        end as qualifying_ahead,
        cast(sum(points) as decimal(7, 2)) as points,
        cast(sum(teammate_points) as decimal(7, 2)) as teammate_points,
        quantile_cont(qualifying_gap, 0.5) as median_qualifying_gap_percent,
        quantile_cont(race_gap, 0.5) as median_race_gap_percent
    from met
    group by season, constructor_id, driver_id, teammate_id
)

select * from compared order by season, constructor_id, driver_id, teammate_id

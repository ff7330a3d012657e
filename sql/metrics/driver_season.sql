with drives as (
    select * from lyzer_metrics.driver_race
    anti join intermediate.season_gap using (season)
),

scored as (
    select * from intermediate.points_scored
),

sprints as (
    select * from lyzer.sprint_result
),

standings as (
    select * from intermediate.final_driver_standing
),

raced as (
    select
        season, driver_id,
        cast(count(*) as integer) as entries,
        tally(is_start) as starts,
        tally(is_win) as wins, tally(is_win and is_shared) as shared_wins,
        tally(is_podium) as podiums, tally(is_pole) as poles,
        tally(coalesce(grid <= 2, false)) as front_rows,
        tally(is_fastest_lap) as fastest_laps,
        tally(is_hat_trick) as hat_tricks,
        tally(is_grand_slam) as grand_slams,
        min("position") as best_position,
        tally(is_points_finish) as points_finishes,
        tally(is_classified) as classified,
        tally(is_dnf) as dnfs,
        tally(is_disqualified) as disqualifications,
        total(laps) as laps,
        total(laps_led) as laps_led,
        cast(sum(places_gained) as integer) as places_gained
    from drives
    group by season, driver_id
),

points as (
    select
        season, driver_id,
        cast(sum(points) as decimal(7, 2)) as points,
        cast(sum(sprint_points) as decimal(7, 2)) as sprint_points,
        sum(team_points) as team_points
    from scored
    group by season, driver_id
),

sprinted as (
    select
        season,
        driver_id,
        tally(position_text <> 'W') as sprint_starts,
        tally(position_text = '1') as sprint_wins
    from sprints
    group by season, driver_id
),

joined as (
    select
        raced.* exclude (shared_wins),
        coalesce(sprinted.sprint_starts, 0) as sprint_starts,
        coalesce(sprinted.sprint_wins, 0) as sprint_wins,
        points.points,
        points.sprint_points,
        standings.points as points_counted,
        standings."position" as championship_position,
        standings.is_champion is true as is_champion,
        per(points.points, raced.starts) as points_per_start,
        percent(points.points, points.team_points) as team_points_percent,
        raced.shared_wins
    from raced
    join points using (season, driver_id)
    left join sprinted using (season, driver_id)
    left join standings using (season, driver_id)
)

select * from joined order by season, driver_id

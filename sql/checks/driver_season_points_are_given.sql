with seasons as (
    select * from lyzer_metrics.driver_season
),

results as (
    select * from lyzer.race_result
),

given as (
    select season, driver_id, points from results
    union all
    select season, driver_id, points from lyzer.sprint_result
),

summed as (
    select season, driver_id, sum(points) as given_points
    from given
    semi join results using (season)
    anti join intermediate.season_gap using (season)
    group by season, driver_id
),

faults as (
    select season, driver_id, seasons.points, summed.given_points
    from seasons
    full join summed using (season, driver_id)
    where seasons.points is distinct from summed.given_points
)

select * from faults

with results as (
    select * from lyzer.race_result
),

sprints as (
    select * from lyzer.sprint_result
),

given as (
    select
        race_id, driver_id, constructor_id, season, points, 0 as sprint_points
    from results
    union all
    select race_id, driver_id, constructor_id, season, points, points
    from sprints
),

summed as (
    select
        race_id,
        driver_id,
        constructor_id,
        season,
        cast(sum(points) as decimal(6, 2)) as points,
        cast(sum(sprint_points) as decimal(6, 2)) as sprint_points
    from given
    group by race_id, driver_id, constructor_id, season
),

teams as (
    select
        race_id,
        constructor_id,
        cast(sum(points) as decimal(6, 2)) as team_points
    from summed
    group by race_id, constructor_id
),

with_team as (
    select summed.*, teams.team_points
    from summed
    join teams using (race_id, constructor_id)
)

select * from with_team

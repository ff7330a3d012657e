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

with_team as (
    select
        *,
        cast(
            sum(points) over (partition by race_id, constructor_id)
            as decimal(6, 2)
        ) as team_points
    from summed
)

select * from with_team

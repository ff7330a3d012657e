with standings as (
    select * from staging.stg_driverstandings
),

results as (
    select season, driver_id, points from lyzer.race_result
    union all
    select season, driver_id, points from lyzer.sprint_result
),

drivers as (
    select * from lyzer.driver
),

-- From 1991 on all results count.
summed as (
    select season, drivers.ref as driver, sum(results.points) as result_points
    from results
    inner join drivers using (driver_id)
    where season >= 1991
    group by all
),

compared as (
    select summed.*, standings.points as standing_points
    from summed
    left join standings
        on summed.season = standings.season
        and summed.driver = standings.driver_ref
)

select * from compared
where result_points <> standing_points
    or (standing_points is null and result_points > 0)

with race as (
    select id
    from lyzer.race
    where season = $season and round = $round
),

results as (
    select driver_id, min("position") as final_position
    from lyzer.race_result
    where race_id = (select id from race)
    group by driver_id
),

places as (
    select driver_id, lap, "position"
    from lyzer.lap
    where race_id = (select id from race)
),

-- lap 0 is the grid; a start from the pit lane has no place on it
places_from_grid as (
    select * from places
    union all
    select driver_id, 0 as lap, min(grid) as "position"
    from lyzer.race_result
    where
        race_id = (select id from race)
        and grid > 0
        and driver_id in (select driver_id from places)
    group by driver_id
),

shown as (
    select
        driver.given_name || ' ' || driver.family_name as driver,
        driver.ref as driver_ref,
        driver.family_name,
        results.final_position,
        places_from_grid.lap,
        places_from_grid."position"
    from places_from_grid
    inner join results using (driver_id)
    inner join lyzer.driver using (driver_id)
    where places_from_grid."position" is not null
)

select * from shown order by final_position, driver_ref, lap

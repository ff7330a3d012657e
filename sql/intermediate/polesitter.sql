with results as (
    select * from lyzer.race_result
),

races as (
    select * from lyzer.race
),

drivers as (
    select * from lyzer.driver
),

qualifying as (
    select * from lyzer.qualifying_result
),

exceptions as (
    select * from rules.polesitter_exception
),

named as (
    select races.id as race_id, drivers.driver_id
    from exceptions
    join races using (season, race_name)
    join drivers on exceptions.driver_ref = drivers.ref
),

-- Pole is the first place on the grid after penalties, as in the FIA's own
-- count: https://en.wikipedia.org/wiki/Pole_position#Formula_One
first_on_grid as (
    select race_id, driver_id
    from results
    where grid = 1
        and race_id not in (select race_id from named)
),

-- In the first days after a race Jolpica does not know the grid yet.
first_in_qualifying as (
    select race_id, driver_id
    from qualifying
    where "position" = 1
        and race_id in (select race_id from results)
        and race_id not in (select race_id from named)
        and race_id not in (select race_id from first_on_grid)
),

joined as (
    select * from named
    union
    select * from first_on_grid
    union
    select * from first_in_qualifying
)

select * from joined

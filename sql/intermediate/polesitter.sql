with results as (
    select * from lyzer.race_result
),

races as (
    select * from lyzer.race
),

drivers as (
    select * from lyzer.driver
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

-- Pole is the first place on the grid, penalties counted, as the FIA's own
-- count has it: https://en.wikipedia.org/wiki/Pole_position#Formula_One
first_on_grid as (
    select race_id, driver_id
    from results
    where grid = 1
        and race_id not in (select race_id from named)
),

joined as (
    select * from named
    union
    select * from first_on_grid
)

select * from joined

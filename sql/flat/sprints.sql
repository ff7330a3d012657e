select
    race.season,
    race.round,
    race.race_name,
    sprint_result.number,
    sprint_result.position,
    sprint_result.position_text,
    sprint_result.points,
    driver.ref as driver_ref,
    driver.given_name || ' ' || driver.family_name as driver_name,
    constructor.ref as constructor_ref,
    constructor.name as constructor_name,
    sprint_result.grid,
    sprint_result.laps,
    sprint_result.status,
    sprint_result.millis,
    sprint_result.time,
    sprint_result.fl_rank,
    sprint_result.fl_lap,
    sprint_result.fl_time,
    sprint_result.fl_units,
    sprint_result.fl_speed
from lyzer.sprint_result
join lyzer.race on race.id = sprint_result.race_id
join lyzer.driver on driver.driver_id = sprint_result.driver_id
join lyzer.constructor
    on constructor.constructor_id = sprint_result.constructor_id

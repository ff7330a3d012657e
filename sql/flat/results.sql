select
    race.season,
    race.round,
    race.race_name,
    race.date,
    race_result.number,
    race_result.position,
    race_result.position_text,
    race_result.points,
    driver.ref as driver_ref,
    driver.given_name || ' ' || driver.family_name as driver_name,
    constructor.ref as constructor_ref,
    constructor.name as constructor_name,
    race_result.grid,
    race_result.laps,
    race_result.status,
    race_result.millis,
    race_result.time,
    race_result.fl_rank,
    race_result.fl_lap,
    race_result.fl_time,
    race_result.fl_units,
    race_result.fl_speed
from lyzer.race_result
join lyzer.race on race.id = race_result.race_id
join lyzer.driver on driver.driver_id = race_result.driver_id
join lyzer.constructor
    on constructor.constructor_id = race_result.constructor_id

select
    race.season,
    race.round,
    race.id as race_id,
    race.race_name,
    race.date as race_date,
    circuit.ref as circuit_ref,
    circuit.circuit_name,
    circuit.locality,
    circuit.country,
    result.position,
    result.position_text,
    result.number,
    result.driver_id,
    driver.ref as driver_ref,
    driver.code as driver_code,
    driver.given_name,
    driver.family_name,
    result.constructor_id,
    constructor.ref as constructor_ref,
    constructor.name as constructor_name,
    result.grid,
    result.laps,
    result.status,
    result.time,
    result.millis,
    result.points,
    result.fl_rank,
    result.fl_lap,
    result.fl_time
from lyzer.race_result as result
join lyzer.race on race.id = result.race_id
join lyzer.circuit using (circuit_id)
join lyzer.driver using (driver_id)
join lyzer.constructor using (constructor_id)
order by race.season, race.round, result.position, driver.ref

select
    race.season,
    race.round,
    race.race_name,
    sprint_qualifying_result.number,
    sprint_qualifying_result.position,
    driver.ref as driver_ref,
    driver.given_name || ' ' || driver.family_name as driver_name,
    constructor.ref as constructor_ref,
    constructor.name as constructor_name,
    sprint_qualifying_result.sq1,
    sprint_qualifying_result.sq2,
    sprint_qualifying_result.sq3,
    sprint_qualifying_result.sq1_millis,
    sprint_qualifying_result.sq2_millis,
    sprint_qualifying_result.sq3_millis
from lyzer.sprint_qualifying_result
join lyzer.race on race.id = sprint_qualifying_result.race_id
join lyzer.driver on driver.driver_id = sprint_qualifying_result.driver_id
join lyzer.constructor
    on constructor.constructor_id = sprint_qualifying_result.constructor_id

select
    race.season,
    race.round,
    race.race_name,
    qualifying_result.number,
    qualifying_result.position,
    driver.ref as driver_ref,
    driver.given_name || ' ' || driver.family_name as driver_name,
    constructor.ref as constructor_ref,
    constructor.name as constructor_name,
    qualifying_result.q1,
    qualifying_result.q2,
    qualifying_result.q3,
    qualifying_result.q1_millis,
    qualifying_result.q2_millis,
    qualifying_result.q3_millis
from lyzer.qualifying_result
join lyzer.race on race.id = qualifying_result.race_id
join lyzer.driver on driver.driver_id = qualifying_result.driver_id
join lyzer.constructor
    on constructor.constructor_id = qualifying_result.constructor_id

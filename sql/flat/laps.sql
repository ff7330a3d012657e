select
    race.season,
    race.round,
    race.race_name,
    driver.ref as driver_ref,
    driver.given_name || ' ' || driver.family_name as driver_name,
    lap.lap,
    lap.position,
    lap.time,
    lap.millis
from lyzer.lap
join lyzer.race on race.id = lap.race_id
join lyzer.driver on driver.driver_id = lap.driver_id

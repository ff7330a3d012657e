select
    race.season,
    race.round,
    race.race_name,
    driver.ref as driver_ref,
    driver.given_name || ' ' || driver.family_name as driver_name,
    driver_standing.position,
    driver_standing.position_text,
    driver_standing.points,
    driver_standing.wins,
    driver_standing.list_position
from lyzer.driver_standing
join lyzer.race on race.id = driver_standing.race_id
join lyzer.driver on driver.driver_id = driver_standing.driver_id

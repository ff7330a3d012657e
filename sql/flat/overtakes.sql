select
    race.season,
    race.round,
    race.race_name,
    overtake.lap,
    driver.ref as driver_ref,
    driver.given_name || ' ' || driver.family_name as driver_name,
    passed_driver.ref as passed_driver_ref,
    passed_driver.given_name || ' ' || passed_driver.family_name
        as passed_driver_name,
    overtake.position
from lyzer_metrics.overtake
join lyzer.race on race.id = overtake.race_id
join lyzer.driver on driver.driver_id = overtake.driver_id
join lyzer.driver as passed_driver
    on passed_driver.driver_id = overtake.passed_driver_id

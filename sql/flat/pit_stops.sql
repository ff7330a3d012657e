select
    race.season,
    race.round,
    race.race_name,
    driver.ref as driver_ref,
    driver.given_name || ' ' || driver.family_name as driver_name,
    pit_stop.stop,
    pit_stop.lap,
    pit_stop.time,
    pit_stop.duration,
    pit_stop.millis
from lyzer.pit_stop
join lyzer.race on race.id = pit_stop.race_id
join lyzer.driver on driver.driver_id = pit_stop.driver_id

select
    race.season,
    race.round,
    race.race_name,
    driver.ref as driver_ref,
    driver.given_name || ' ' || driver.family_name as driver_name,
    pit_visit.stop,
    constructor.ref as constructor_ref,
    constructor.name as constructor_name,
    pit_visit.lap,
    pit_visit.millis,
    pit_visit.kind,
    pit_visit.against_field_millis
from lyzer_metrics.pit_visit
join lyzer.race on race.id = pit_visit.race_id
join lyzer.driver on driver.driver_id = pit_visit.driver_id
join lyzer.constructor on constructor.constructor_id = pit_visit.constructor_id

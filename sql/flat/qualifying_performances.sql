select
    race.season,
    race.round,
    race.race_name,
    driver.ref as driver_ref,
    driver.given_name || ' ' || driver.family_name as driver_name,
    constructor.ref as constructor_ref,
    constructor.name as constructor_name,
    qualifying_performance.position,
    qualifying_performance.part_reached,
    qualifying_performance.millis,
    qualifying_performance.first_millis,
    qualifying_performance.gap_millis,
    qualifying_performance.gap_percent,
    qualifying_performance.part_gap_percent
from lyzer_metrics.qualifying_performance
join lyzer.race on race.id = qualifying_performance.race_id
join lyzer.driver on driver.driver_id = qualifying_performance.driver_id
join lyzer.constructor
    on constructor.constructor_id = qualifying_performance.constructor_id

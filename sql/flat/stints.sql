select
    race.season,
    race.round,
    race.race_name,
    driver.ref as driver_ref,
    driver.given_name || ' ' || driver.family_name as driver_name,
    stint.stint,
    stint.first_lap,
    stint.last_lap,
    stint.laps,
    stint.clean_laps,
    stint.millis,
    stint.best_lap_millis,
    stint.median_lap_millis,
    stint.fade_millis_per_lap,
    stint.pit_millis
from lyzer_metrics.stint
join lyzer.race on race.id = stint.race_id
join lyzer.driver on driver.driver_id = stint.driver_id

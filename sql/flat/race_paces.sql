select
    race.season,
    race.round,
    race.race_name,
    driver.ref as driver_ref,
    driver.given_name || ' ' || driver.family_name as driver_name,
    constructor.ref as constructor_ref,
    constructor.name as constructor_name,
    race_pace.laps,
    race_pace.clean_laps,
    race_pace.best_lap_millis,
    race_pace.median_lap_millis,
    race_pace.lap_spread_millis,
    race_pace.gap_to_winner_percent,
    race_pace.gap_to_winner_per_lap_millis,
    race_pace.first_lap_places_gained,
    race_pace.pit_visits,
    race_pace.pit_millis
from lyzer_metrics.race_pace
join lyzer.race on race.id = race_pace.race_id
join lyzer.driver on driver.driver_id = race_pace.driver_id
join lyzer.constructor on constructor.constructor_id = race_pace.constructor_id

select
    race.season,
    race.round,
    race.race_name,
    driver.ref as driver_ref,
    driver.given_name || ' ' || driver.family_name as driver_name,
    dropped_race.race_name as dropped_race_name,
    driver_dropped_score.dropped_round,
    driver_dropped_score.points
from lyzer_metrics.driver_dropped_score
join lyzer.race on race.id = driver_dropped_score.race_id
join lyzer.driver on driver.driver_id = driver_dropped_score.driver_id
join lyzer.race as dropped_race
    on dropped_race.id = driver_dropped_score.dropped_race_id

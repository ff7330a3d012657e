select
    race.season,
    race.round,
    race.race_name,
    driver.ref as driver_ref,
    driver.given_name || ' ' || driver.family_name as driver_name,
    driver_championship.position,
    driver_championship.points,
    driver_championship.points_scored,
    driver_championship.points_dropped,
    driver_championship.wins,
    driver_championship.gap,
    driver_championship.races_left,
    driver_championship.points_to_come,
    driver_championship.can_win,
    driver_championship.is_decided,
    driver_championship.is_excluded
from lyzer_metrics.driver_championship
join lyzer.race on race.id = driver_championship.race_id
join lyzer.driver on driver.driver_id = driver_championship.driver_id

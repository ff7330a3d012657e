select
    driver.ref as driver_ref,
    driver.given_name || ' ' || driver.family_name as driver_name,
    driver_streak.kind,
    first_race.season as first_season,
    first_race.round as first_round,
    first_race.race_name as first_race_name,
    last_race.season as last_season,
    last_race.round as last_round,
    last_race.race_name as last_race_name,
    driver_streak.length,
    driver_streak.is_running,
    driver_streak.record_rank
from lyzer_metrics.driver_streak
join lyzer.driver on driver.driver_id = driver_streak.driver_id
join lyzer.race as first_race on first_race.id = driver_streak.first_race_id
join lyzer.race as last_race on last_race.id = driver_streak.last_race_id

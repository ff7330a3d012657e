select
    driver.ref as driver_ref,
    driver.given_name || ' ' || driver.family_name as driver_name,
    driver_milestone.kind,
    driver_milestone.races,
    first_race.season as first_season,
    first_race.round as first_round,
    first_race.race_name as first_race_name,
    driver_milestone.first_date,
    last_race.season as last_season,
    last_race.round as last_round,
    last_race.race_name as last_race_name,
    driver_milestone.last_date,
    driver_milestone.starts_to_first,
    driver_milestone.first_age_years,
    driver_milestone.first_age_days,
    driver_milestone.last_age_years,
    driver_milestone.last_age_days,
    driver_milestone.youngest_rank,
    driver_milestone.oldest_rank
from lyzer_metrics.driver_milestone
join lyzer.driver on driver.driver_id = driver_milestone.driver_id
join lyzer.race as first_race on first_race.id = driver_milestone.first_race_id
join lyzer.race as last_race on last_race.id = driver_milestone.last_race_id

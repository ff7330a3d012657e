select
    rescored_season.season,
    rescored_season.scoring,
    driver.ref as driver_ref,
    driver.given_name || ' ' || driver.family_name as driver_name,
    rescored_season.points,
    rescored_season.position,
    rescored_season.points_percent
from lyzer_metrics.rescored_season
join lyzer.driver on driver.driver_id = rescored_season.driver_id

select
    driver_qualifying_season.season,
    driver.ref as driver_ref,
    driver.given_name || ' ' || driver.family_name as driver_name,
    driver_qualifying_season.sessions,
    driver_qualifying_season.firsts,
    driver_qualifying_season.poles,
    driver_qualifying_season.best_position,
    driver_qualifying_season.average_position,
    driver_qualifying_season.part_3_appearances,
    driver_qualifying_season.part_2_exits,
    driver_qualifying_season.part_1_exits,
    driver_qualifying_season.median_gap_percent
from lyzer_metrics.driver_qualifying_season
join lyzer.driver on driver.driver_id = driver_qualifying_season.driver_id

select
    race.season,
    race.round,
    race.race_name,
    driver.ref as driver_ref,
    driver.given_name || ' ' || driver.family_name as driver_name,
    constructor.ref as constructor_ref,
    constructor.name as constructor_name,
    driver_race.grid,
    driver_race.position,
    driver_race.points,
    driver_race.laps,
    driver_race.laps_led,
    driver_race.places_gained,
    driver_race.is_start,
    driver_race.is_classified,
    driver_race.is_dnf,
    driver_race.is_disqualified,
    driver_race.is_win,
    driver_race.is_podium,
    driver_race.is_points_finish,
    driver_race.is_pole,
    driver_race.is_fastest_lap,
    driver_race.is_hat_trick,
    driver_race.is_grand_slam,
    driver_race.is_shared
from lyzer_metrics.driver_race
join lyzer.race on race.id = driver_race.race_id
join lyzer.driver on driver.driver_id = driver_race.driver_id
join lyzer.constructor
    on constructor.constructor_id = driver_race.constructor_id

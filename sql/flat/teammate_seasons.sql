select
    teammate_season.season,
    constructor.ref as constructor_ref,
    constructor.name as constructor_name,
    driver.ref as driver_ref,
    driver.given_name || ' ' || driver.family_name as driver_name,
    teammate.ref as teammate_ref,
    teammate.given_name || ' ' || teammate.family_name as teammate_name,
    teammate_season.races,
    teammate_season.both_classified,
    teammate_season.races_ahead,
    teammate_season.both_on_grid,
    teammate_season.grids_ahead,
    teammate_season.both_qualified,
    teammate_season.qualifying_ahead,
    teammate_season.points,
    teammate_season.teammate_points,
    teammate_season.median_qualifying_gap_percent,
    teammate_season.median_race_gap_percent
from lyzer_metrics.teammate_season
join lyzer.constructor
    on constructor.constructor_id = teammate_season.constructor_id
join lyzer.driver on driver.driver_id = teammate_season.driver_id
join lyzer.driver as teammate
    on teammate.driver_id = teammate_season.teammate_id

select
    pit_crew_season.season,
    constructor.ref as constructor_ref,
    constructor.name as constructor_name,
    pit_crew_season.stops,
    pit_crew_season.median_millis,
    pit_crew_season.best_millis,
    best_race.season as best_season,
    best_race.round as best_round,
    best_race.race_name as best_race_name,
    pit_crew_season.median_against_field_millis,
    pit_crew_season.best_against_field_millis,
    pit_crew_season.lost_millis,
    pit_crew_season.slow_stops
from lyzer_metrics.pit_crew_season
join lyzer.constructor
    on constructor.constructor_id = pit_crew_season.constructor_id
join lyzer.race as best_race on best_race.id = pit_crew_season.best_race_id

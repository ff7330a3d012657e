select
    race.season,
    race.round,
    race.race_name,
    constructor.ref as constructor_ref,
    constructor.name as constructor_name,
    constructor_dropped_score.entry,
    dropped_race.race_name as dropped_race_name,
    constructor_dropped_score.dropped_round,
    constructor_dropped_score.points
from lyzer_metrics.constructor_dropped_score
join lyzer.race on race.id = constructor_dropped_score.race_id
join lyzer.constructor
    on constructor.constructor_id = constructor_dropped_score.constructor_id
join lyzer.race as dropped_race
    on dropped_race.id = constructor_dropped_score.dropped_race_id

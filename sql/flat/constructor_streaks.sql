select
    base_constructor.ref as base_constructor_ref,
    constructor_streak.kind,
    first_race.season as first_season,
    first_race.round as first_round,
    first_race.race_name as first_race_name,
    last_race.season as last_season,
    last_race.round as last_round,
    last_race.race_name as last_race_name,
    constructor_streak.length,
    constructor_streak.is_running,
    constructor_streak.record_rank
from lyzer_metrics.constructor_streak
join lyzer.base_constructor
    on base_constructor.constructor_id = constructor_streak.base_constructor_id
join lyzer.race as first_race
    on first_race.id = constructor_streak.first_race_id
join lyzer.race as last_race on last_race.id = constructor_streak.last_race_id

select
    race.season,
    race.round,
    race.race_name,
    constructor.ref as constructor_ref,
    constructor.name as constructor_name,
    constructor_championship.entry,
    constructor_championship.position,
    constructor_championship.points,
    constructor_championship.points_scored,
    constructor_championship.points_dropped,
    constructor_championship.wins,
    constructor_championship.gap,
    constructor_championship.races_left,
    constructor_championship.points_to_come,
    constructor_championship.can_win,
    constructor_championship.is_decided,
    constructor_championship.is_excluded
from lyzer_metrics.constructor_championship
join lyzer.race on race.id = constructor_championship.race_id
join lyzer.constructor
    on constructor.constructor_id = constructor_championship.constructor_id

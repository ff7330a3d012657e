select
    race.season,
    race.round,
    race.race_name,
    constructor.ref as constructor_ref,
    constructor.name as constructor_name,
    constructor_standing.position,
    constructor_standing.position_text,
    constructor_standing.points,
    constructor_standing.wins,
    constructor_standing.list_position,
    constructor_standing.entry
from lyzer.constructor_standing
join lyzer.race on race.id = constructor_standing.race_id
join lyzer.constructor
    on constructor.constructor_id = constructor_standing.constructor_id

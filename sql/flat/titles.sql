select
    title.season,
    race.round,
    race.race_name,
    title.championship,
    driver.ref as driver_ref,
    driver.given_name || ' ' || driver.family_name as driver_name,
    constructor.ref as constructor_ref,
    constructor.name as constructor_name,
    title.races_left,
    title.points,
    title.wins,
    title.margin
from lyzer_metrics.title
join lyzer.race on race.id = title.race_id
left join lyzer.driver on driver.driver_id = title.driver_id
left join lyzer.constructor on constructor.constructor_id = title.constructor_id

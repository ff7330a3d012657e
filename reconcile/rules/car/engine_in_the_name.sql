select
    difference.subject,
    difference.season,
    difference.round,
    difference.who,
    difference.field
from compared.difference
inner join match.race using (season, round)
inner join lyzer.driver
    on driver.ref = split_part(difference.who, '#', 1)
inner join lyzer.race_result
    on race_result.race_id = race.race_id
    and race_result.driver_id = driver.driver_id
inner join lyzer.constructor using (constructor_id)
where difference.subject = 'race'
    and difference.field = 'engine'
    and difference.f1db is not null
    and ends_with(constructor.ref, '-' || difference.ours)

with cars as (
    select
        race.season,
        race.round,
        driver.ref as who,
        constructor.ref as constructor
    from lyzer.race_result
    inner join match.race using (race_id)
    inner join lyzer.driver using (driver_id)
    inner join lyzer.constructor using (constructor_id)
)

select
    difference.subject,
    difference.season,
    difference.round,
    difference.who,
    difference.field
from compared.difference
inner join cars
    on cars.season = difference.season
    and cars.round = difference.round
    and cars.who = split_part(difference.who, '#', 1)
where difference.subject = 'race'
    and difference.field = 'chassis'
    and (
        cars.constructor = replace(difference.f1db, '-', '_')
        or difference.f1db not in (select chassis from match.car)
    )

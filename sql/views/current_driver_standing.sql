with newest as (
    select race_id, season
    from lyzer.driver_standing
    order by season desc, round desc
    limit 1
),

last_drives as (
    select distinct on (result.driver_id)
        result.driver_id,
        result.constructor_id
    from newest
    join lyzer.race using (season)
    join lyzer.race_result as result on result.race_id = race.id
    order by result.driver_id, race.round desc
)

select
    standing.season,
    standing.round,
    standing.position,
    standing.position_text,
    standing.points,
    standing.wins,
    standing.driver_id,
    driver.ref as driver_ref,
    driver.code as driver_code,
    driver.permanent_number,
    driver.given_name,
    driver.family_name,
    driver.nationality,
    driver.date_of_birth,
    constructor.constructor_id,
    constructor.ref as constructor_ref,
    constructor.name as constructor_name
from newest
join lyzer.driver_standing as standing using (race_id)
join lyzer.driver using (driver_id)
left join last_drives using (driver_id)
left join lyzer.constructor using (constructor_id)
order by standing.position, standing.points desc, driver.ref

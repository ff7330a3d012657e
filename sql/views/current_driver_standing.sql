with newest as (
    select race_id, season
    from lyzer.driver_standing
    order by season desc, round desc
    limit 1
),

drives as (
    select
        result.driver_id,
        result.constructor_id,
        min(race.round) as first_round,
        max(race.round) as last_round
    from newest
    join lyzer.race using (season)
    join lyzer.race_result as result on result.race_id = race.id
    group by result.driver_id, result.constructor_id
),

last_drives as (
    select distinct on (driver_id) driver_id, constructor_id
    from drives
    order by driver_id, last_round desc, constructor_id
),

constructor_lists as (
    select
        drives.driver_id,
        json_agg(
            json_build_object(
                'constructor_id', constructor.constructor_id,
                'constructor_ref', constructor.ref,
                'name', constructor.name,
                'nationality', constructor.nationality,
                'url', constructor.url
            )
            order by drives.first_round, constructor.ref
        ) as constructors
    from drives
    join lyzer.constructor using (constructor_id)
    group by drives.driver_id
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
    constructor.name as constructor_name,
    driver.url,
    coalesce(constructor_lists.constructors, '[]') as constructors
from newest
join lyzer.driver_standing as standing using (race_id)
join lyzer.driver using (driver_id)
left join constructor_lists using (driver_id)
left join last_drives using (driver_id)
left join lyzer.constructor using (constructor_id)
order by standing.position, standing.points desc, driver.ref

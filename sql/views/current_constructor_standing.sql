with newest as (
    select race_id
    from lyzer.constructor_standing
    order by season desc, round desc
    limit 1
)

select
    standing.season,
    standing.round,
    standing.position,
    standing.position_text,
    standing.points,
    standing.wins,
    standing.constructor_id,
    constructor.ref as constructor_ref,
    constructor.name as constructor_name,
    constructor.nationality,
    constructor.url
from newest
join lyzer.constructor_standing as standing using (race_id)
join lyzer.constructor using (constructor_id)
order by standing.position, standing.points desc, constructor.ref

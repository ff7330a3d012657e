select
    difference.subject,
    difference.season,
    difference.round,
    difference.who,
    difference.field
from compared.difference
inner join match.driver on driver.ref = difference.who
inner join f1db.starting_grid as grid
    on cast(grid.season as integer) = difference.season
    and cast(grid.round as integer) = difference.round
    and grid.driverId = driver.f1db_id
where difference.subject = 'race'
    and difference.field = 'grid'
    and grid.position = difference.ours

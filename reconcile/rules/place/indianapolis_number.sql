with indianapolis as (
    select cast(season as integer) as season, cast(round as integer) as round
    from f1db.races
    where circuitId = 'indianapolis' and cast(season as integer) <= 1960
)

select subject, season, round, who, field
from compared.difference
inner join indianapolis using (season, round)
where subject = 'race'
    and field = 'place'
    and ours in ('R', 'D')
    and try_cast(f1db as integer) is not null

-- Ten such stops or more in one race: red flags, or a safety car that led all
-- cars through the pit lane.
with races as (
    select season, round
    from compared.difference
    where subject = 'pit_stop' and field = 'entry' and f1db is null
    group by season, round
    having count(*) >= 10
)

select subject, season, round, who, field
from compared.difference
inner join races using (season, round)
where subject = 'pit_stop' and not is_f1db

-- Races in which the time of one driver is another's in f1db: their times were
-- given to wrong drivers, and places and laps with them.
with times as (
    select season, round, who, ours, f1db
    from compared.value
    where subject = 'fastest_lap' and field = 'millis'
),

mixed as (
    select distinct wrong.season, wrong.round
    from times as wrong
    inner join times as owner using (season, round)
    where wrong.ours is distinct from wrong.f1db
        and wrong.ours = owner.f1db
        and wrong.who <> owner.who
        and owner.ours is distinct from owner.f1db
)

select subject, season, round, who, field
from compared.difference
inner join mixed using (season, round)
where subject = 'fastest_lap'

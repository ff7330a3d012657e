-- The time is the same, and our lap chart has it in our lap.
with times as (
    select season, round, who, try_cast(ours as integer) as millis
    from compared.value
    where subject = 'fastest_lap' and field = 'millis' and ours = f1db
)

select
    difference.subject,
    difference.season,
    difference.round,
    difference.who,
    difference.field
from compared.difference
inner join times using (season, round, who)
inner join match.race using (season, round)
inner join lyzer.driver on driver.ref = difference.who
inner join lyzer.lap
    on lap.race_id = race.race_id
    and lap.driver_id = driver.driver_id
    and lap.lap = try_cast(difference.ours as integer)
    and lap.millis = times.millis
where difference.subject = 'fastest_lap'
    and difference.field = 'lap'
    and difference.season >= 2025
    and try_cast(difference.f1db as integer)
    > try_cast(difference.ours as integer)

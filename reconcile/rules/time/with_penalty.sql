-- The times differ by the seconds that f1db names as a penalty.
with penalties as (
    select
        race.season,
        race.round,
        driver.ref as who,
        cast(cast(results.timePenalty as decimal(8, 3)) * 1000 as integer)
            as millis
    from f1db.race_results as results
    inner join match.race
        on race.season = cast(results.season as integer)
        and race.round = cast(results.round as integer)
    inner join match.driver on driver.f1db_id = results.driverId
    where try_cast(results.timePenalty as decimal(8, 3)) is not null
)

select
    difference.subject,
    difference.season,
    difference.round,
    difference.who,
    difference.field
from compared.difference
inner join penalties using (season, round, who)
where difference.subject = 'race'
    and difference.field = 'millis'
    and try_cast(difference.ours as integer)
    - try_cast(difference.f1db as integer) = penalties.millis

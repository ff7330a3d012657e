with timed as (
    select
        race.season,
        race.round,
        driver.ref as who,
        results.fl_lap,
        lap.millis
    from lyzer.race_result as results
    inner join match.race using (race_id)
    inner join lyzer.driver using (driver_id)
    inner join lyzer.lap
        on lap.race_id = results.race_id
        and lap.driver_id = results.driver_id
        and lap.lap = results.fl_lap
        and lap.millis = duration_millis(results.fl_time)
),

faster as (
    select times.season, times.round, times.who
    from compared.difference as times
    inner join timed using (season, round, who)
    where times.subject = 'fastest_lap'
        and times.field = 'millis'
        and timed.millis < try_cast(times.f1db as integer)
)

select subject, season, round, who, field
from compared.difference
inner join faster using (season, round, who)
where subject = 'fastest_lap' and ours is not null and f1db is not null

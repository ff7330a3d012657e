-- The lap of the stop and the one after it are together at least ten seconds
-- slower than two usual ones.
with laps as (
    select
        race_id,
        driver_id,
        lap,
        millis + lead(millis) over car as millis,
        2 * median(millis) over (partition by race_id, driver_id) as usual
    from lyzer.lap
    window car as (partition by race_id, driver_id order by lap)
),

slow as (
    select
        race.season,
        race.round,
        driver.ref || '/' || stops.stop as who
    from lyzer.pit_stop as stops
    inner join laps using (race_id, driver_id, lap)
    inner join match.race using (race_id)
    inner join lyzer.driver using (driver_id)
    where laps.millis >= laps.usual + 10000
)

select subject, season, round, who, field
from compared.difference
inner join slow using (season, round, who)
where subject = 'pit_stop' and not is_f1db

-- Windows are by race, so that a query for one race_id reads that race alone.
with elapsed as (
    select
        race_id,
        season,
        driver_id,
        lap,
        position,
        time,
        millis,
        sum(millis) over run as elapsed_millis
    from lyzer.lap
    window run as (partition by race_id, driver_id order by lap)
),

gaps as (
    select
        elapsed.*,
        elapsed_millis - min(elapsed_millis) over (
            partition by race_id, lap
        ) as gap_millis
    from elapsed
)

select
    gaps.race_id,
    gaps.season,
    race.round,
    gaps.lap,
    gaps.position,
    gaps.driver_id,
    driver.ref as driver_ref,
    driver.code as driver_code,
    gaps.time,
    gaps.millis,
    gaps.elapsed_millis,
    gaps.gap_millis
from gaps
join lyzer.race on race.id = gaps.race_id
join lyzer.driver using (driver_id)

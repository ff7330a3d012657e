with race as (
    select id
    from lyzer.race
    where season = $season and round = $round
),

laps as (
    select
        driver_id,
        lap,
        sum(millis) over (partition by driver_id order by lap) as elapsed
    from lyzer.lap
    where race_id = (select id from race)
),

results as (
    select driver_id, "position"
    from lyzer.race_result
    where race_id = (select id from race)
),

winner as (
    select laps.lap, laps.elapsed
    from laps
    inner join results using (driver_id)
    where results."position" = 1
),

shown as (
    select
        driver.given_name || ' ' || driver.family_name as driver,
        driver.ref as driver_ref,
        driver.family_name,
        results."position" as final_position,
        laps.lap,
        laps.elapsed - winner.elapsed as gap_millis
    from laps
    inner join results using (driver_id)
    inner join winner using (lap)
    inner join lyzer.driver using (driver_id)
)

select * from shown order by final_position, driver_ref, lap

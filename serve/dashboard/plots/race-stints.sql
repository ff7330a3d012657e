with race as (
    select id
    from lyzer.race
    where season = $season and round = $round
),

results as (
    select driver_id, "position"
    from lyzer.race_result
    where race_id = (select id from race)
),

shown as (
    select
        driver.given_name || ' ' || driver.family_name as driver,
        driver.ref as driver_ref,
        driver.family_name,
        results."position" as final_position,
        stint.stint,
        stint.first_lap,
        stint.last_lap,
        stint.clean_laps,
        stint.median_lap_millis,
        stint.best_lap_millis,
        stint.fade_millis_per_lap
    from lyzer_metrics.stint
    inner join results using (driver_id)
    inner join lyzer.driver using (driver_id)
    where stint.race_id = (select id from race)
)

select * from shown order by final_position, driver_ref, stint

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
        visit.stop,
        visit.lap,
        visit.kind,
        visit.millis as pit_lane_millis,
        visit.against_field_millis
    from lyzer_metrics.pit_visit as visit
    inner join results using (driver_id)
    inner join lyzer.driver using (driver_id)
    where visit.race_id = (select id from race)
)

select * from shown order by final_position, driver_ref, stop

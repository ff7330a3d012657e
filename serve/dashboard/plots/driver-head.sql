with shown as (
    select
        driver.ref as driver_ref,
        driver.given_name || ' ' || driver.family_name as driver,
        driver.date_of_birth,
        driver.nationality,
        driver.url,
        career.first_season,
        career.last_season,
        career.starts,
        career.titles,
        career.wins,
        career.podiums,
        career.poles,
        career.laps_led,
        career.points
    from lyzer.driver
    left join lyzer_metrics.driver_career as career using (driver_id)
    where driver.ref = $driver
)

select * from shown

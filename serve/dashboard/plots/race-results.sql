with results as (
    select *
    from lyzer.race_result
    where
        race_id in (
            select id
            from lyzer.race
            where season = $season and round = $round
        )
),

shown as (
    select
        results."position",
        results.position_text,
        driver.given_name || ' ' || driver.family_name as driver,
        driver.ref as driver_ref,
        driver.family_name,
        constructor."name" as constructor,
        results.grid,
        results.laps,
        results."time",
        results.status,
        results.points,
        results.fl_time as fastest_lap
    from results
    inner join lyzer.driver using (driver_id)
    inner join lyzer.constructor using (constructor_id)
)

select * from shown order by "position", driver_ref

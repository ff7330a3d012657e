with career as (
    select *
    from lyzer_metrics.driver_season
    where
        driver_id = (select driver_id from lyzer.driver where ref = $driver)
),

teams as (
    select
        result.season,
        string_agg(distinct constructor."name", ', ' order by constructor."name")
            as constructors
    from lyzer.race_result as result
    inner join lyzer.constructor using (constructor_id)
    inner join lyzer.driver using (driver_id)
    where driver.ref = $driver
    group by result.season
),

shown as (
    select
        career.season,
        teams.constructors,
        career.entries,
        career.starts,
        career.wins,
        career.podiums,
        career.poles,
        career.best_position,
        career.dnfs,
        career.points,
        career.championship_position,
        career.is_champion
    from career
    left join teams using (season)
)

select * from shown order by season

with named as (
    select
        race.season,
        race.round,
        driver.ref as who,
        'yes' as entry,
        cast(results.position as varchar) as place,
        cast(results.sq1_millis as varchar) as sq1,
        cast(results.sq2_millis as varchar) as sq2,
        cast(results.sq3_millis as varchar) as sq3,
        car.chassis
    from lyzer.sprint_qualifying_result as results
    inner join match.race using (race_id)
    inner join lyzer.driver using (driver_id)
    left join match.car
        on car.season = race.season
        and car.constructor_id = results.constructor_id
)

unpivot named on columns(* exclude (season, round, who))
into name field value value

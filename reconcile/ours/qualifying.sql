with named as (
    select
        race.season,
        race.round,
        driver.ref as who,
        'yes' as entry,
        cast(results.position as varchar) as place,
        cast(results.q1_millis as varchar) as q1,
        cast(results.q2_millis as varchar) as q2,
        cast(results.q3_millis as varchar) as q3,
        car.chassis
    from lyzer.qualifying_result as results
    inner join match.race using (race_id)
    inner join lyzer.driver using (driver_id)
    left join match.car
        on car.season = race.season
        and car.constructor_id = results.constructor_id
)

unpivot named on columns(* exclude (season, round, who))
into name field value value

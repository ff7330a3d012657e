with results as (
    select * from lyzer.race_result
),

named as (
    select
        race.season,
        race.round,
        driver.ref || coalesce('#' || nullif(row_number() over (
            partition by results.race_id, results.driver_id
            order by results.position_text = 'W', results.number
        ), 1), '') as who,
        'yes' as entry,
        results.position_text as place,
        cast(results.points as varchar) as points,
        cast(results.grid as varchar) as grid,
        cast(results.laps as varchar) as laps,
        cast(results.millis as varchar) as millis,
        cast(results.number as varchar) as number,
        car.chassis,
        car.engine
    from results
    inner join match.race using (race_id)
    inner join lyzer.driver using (driver_id)
    left join match.car
        on car.season = race.season
        and car.constructor_id = results.constructor_id
)

unpivot named on columns(* exclude (season, round, who))
into name field value value

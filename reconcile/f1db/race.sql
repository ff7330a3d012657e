with results as (
    select * from f1db.race_results
),

named as (
    select
        race.season,
        race.round,
        coalesce(driver.ref, '?' || results.driverId)
        || coalesce('#' || nullif(row_number() over (
            partition by race.race_id, results.driverId
            order by
                results.position in ('DNS', 'DNQ', 'DNPQ', 'DNP', 'WD'),
                try_cast(results.driverNumber as integer)
        ), 1), '') as who,
        'yes' as entry,
        results.position as place,
        cast(
            cast(coalesce(results.points, '0') as decimal(6, 2)) as varchar
        ) as points,
        if(results.gridPosition = 'PL', '0', results.gridPosition) as grid,
        results.laps as laps,
        cast(duration_millis(results.time) as varchar) as millis,
        results.driverNumber as number,
        results.constructorId as chassis,
        results.engineManufacturerId as engine
    from results
    inner join match.race
        on race.season = cast(results.season as integer)
        and race.round = cast(results.round as integer)
    left join match.driver on driver.f1db_id = results.driverId
)

unpivot named on columns(* exclude (season, round, who))
into name field value value

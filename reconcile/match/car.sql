-- The chassis and engine of f1db that most of a constructor's rows have; engine
-- only where the id of Jolpica names one or the constructor never changed it.
with ours as (
    select
        race_result.race_id,
        race_result.constructor_id,
        driver.f1db_id
    from lyzer.race_result
    inner join match.driver using (driver_id)
),

theirs as (
    select
        race.race_id,
        results.driverId as f1db_id,
        results.constructorId as chassis,
        results.engineManufacturerId as engine
    from f1db.race_results as results
    inner join match.race
        on race.season = cast(results.season as integer)
        and race.round = cast(results.round as integer)
),

pairs as (
    select
        ours.constructor_id,
        theirs.chassis,
        theirs.engine,
        count(*) as row_count
    from ours
    inner join theirs using (race_id, f1db_id)
    group by all
),

cars as (
    select
        pairs.constructor_id,
        arg_max(pairs.chassis, pairs.row_count) as chassis,
        if(
            any_value(constructor.ref) like '%-%',
            arg_max(pairs.engine, pairs.row_count),
            null
        ) as engine
    from pairs
    inner join lyzer.constructor using (constructor_id)
    group by pairs.constructor_id
)

select * from cars

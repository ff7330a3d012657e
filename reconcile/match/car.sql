-- The chassis and engine of f1db that most of a constructor's rows of a season
-- have: some changed their car within one.
with ours as (
    select
        race_result.race_id,
        race_result.season,
        race_result.constructor_id,
        driver.f1db_id
    from lyzer.race_result
    inner join match.driver using (driver_id)
),

pairs as (
    select
        ours.season,
        ours.constructor_id,
        results.constructorId as chassis,
        results.engineManufacturerId as engine,
        count(*) as row_count
    from ours
    inner join match.race using (race_id)
    inner join f1db.race_results as results
        on race.season = cast(results.season as integer)
        and race.round = cast(results.round as integer)
        and results.driverId = ours.f1db_id
    group by all
),

cars as (
    select season, constructor_id, chassis, engine
    from pairs
    qualify row_number() over (
        partition by season, constructor_id
        order by row_count desc, chassis, engine
    ) = 1
)

select * from cars

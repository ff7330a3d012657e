-- The chassis and engine of f1db that most of a constructor's rows of a season
-- have: championships count chassis and engine together.
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
        results.constructorId || '-' || results.engineManufacturerId as entry,
        count(*) as row_count
    from ours
    inner join match.race using (race_id)
    inner join f1db.race_results as results
        on race.season = cast(results.season as integer)
        and race.round = cast(results.round as integer)
        and results.driverId = ours.f1db_id
    group by all
),

entries as (
    select season, constructor_id, arg_max(entry, row_count) as entry
    from pairs
    group by season, constructor_id
)

select * from entries

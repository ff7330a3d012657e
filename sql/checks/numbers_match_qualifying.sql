with results as (
    select * from staging.stg_results
),

qualifying as (
    select * from staging.stg_qualifying
),

compared as (
    select
        season,
        round,
        driver_ref as driver,
        results.number,
        qualifying.number as qualifying_number
    from results
    inner join qualifying using (season, round, driver_ref)
)

select * from compared where number is distinct from qualifying_number

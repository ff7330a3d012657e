with sprints as (
    select * from staging.stg_sprint
),

results as (
    select * from staging.stg_results
),

compared as (
    select
        season,
        round,
        driver_ref as driver,
        sprints.number,
        results.number as race_number
    from sprints
    inner join results using (season, round, driver_ref)
)

select * from compared where number is distinct from race_number

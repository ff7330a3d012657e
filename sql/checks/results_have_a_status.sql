with results as (
    select * from staging.stg_results
),

sprints as (
    select * from staging.stg_sprint
),

both_kinds as (
    select season, round, driver_ref as driver, number, status from results
    union all
    select season, round, driver_ref, number, status from sprints
)

select * from both_kinds where status is null

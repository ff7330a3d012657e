with results as (
    select * from staging.stg_results
),

sprint as (
    select * from staging.stg_sprint
),

qualifying as (
    select * from staging.stg_qualifying
),

took_part as (
    select season, driver_ref, constructor_ref from results
    union
    select season, driver_ref, constructor_ref from sprint
    union
    select season, driver_ref, constructor_ref from qualifying
)

select * from took_part

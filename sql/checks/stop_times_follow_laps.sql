with stops as (
    select * from staging.stg_pitstops
),

followed as (
    select
        season,
        round,
        driver_ref as driver,
        stop,
        "time",
        lag("time") over (
            partition by season, round, driver_ref order by stop
        ) as time_before
    from stops
)

select * from followed where "time" <= time_before

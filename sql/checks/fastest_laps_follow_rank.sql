with results as (
    select * from staging.stg_results
),

ranked as (
    select
        season,
        round,
        driver_ref as driver,
        fl_rank as rank,
        fl_time as "time",
        duration_millis(fl_time) as millis,
        lag(duration_millis(fl_time)) over (
            partition by season, round order by fl_rank
        ) as millis_before
    from results
    -- Some times are cut to 1.
    where fl_rank is not null and fl_time <> '1'
)

select * from ranked where millis < millis_before

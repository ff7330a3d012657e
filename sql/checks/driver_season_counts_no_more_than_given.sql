with seasons as (
    select * from lyzer_metrics.driver_season
),

faults as (
    select season, driver_id, points, points_counted
    from seasons
    where points_counted > points
)

select * from faults

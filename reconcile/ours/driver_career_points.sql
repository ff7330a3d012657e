-- Points of whole careers; see driver_career for all else.
with named as (
    select
        0 as season,
        0 as round,
        driver.ref as who,
        cast(coalesce(careers.points_counted, 0) as varchar) as points_counted,
        cast(careers.points as varchar) as points
    from lyzer.lyzer_metrics.driver_career as careers
    inner join lyzer.driver using (driver_id)
    where careers.points > 0 or careers.points_counted > 0
)

unpivot named on columns(* exclude (season, round, who))
into name field value value

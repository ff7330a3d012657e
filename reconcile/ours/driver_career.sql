with named as (
    select
        0 as season,
        0 as round,
        driver.ref as who,
        cast(careers.starts as varchar) as starts,
        cast(careers.wins as varchar) as wins,
        cast(careers.podiums as varchar) as podiums,
        cast(careers.poles as varchar) as poles,
        cast(careers.fastest_laps as varchar) as fastest_laps,
        cast(careers.titles as varchar) as titles
    from lyzer.lyzer_metrics.driver_career as careers
    inner join lyzer.driver using (driver_id)
)

unpivot named on columns(* exclude (season, round, who))
into name field value value

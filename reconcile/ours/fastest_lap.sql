with named as (
    select
        race.season,
        race.round,
        driver.ref as who,
        cast(results.fl_rank as varchar) as place,
        cast(results.fl_lap as varchar) as lap,
        cast(duration_millis(results.fl_time) as varchar) as millis
    from lyzer.race_result as results
    inner join match.race using (race_id)
    inner join lyzer.driver using (driver_id)
    where results.fl_time is not null
)

unpivot named on columns(* exclude (season, round, who))
into name field value value

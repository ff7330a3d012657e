with named as (
    select
        race.season,
        race.round,
        driver.ref || '/' || stops.stop as who,
        'yes' as entry,
        cast(stops.lap as varchar) as lap,
        cast(stops.millis as varchar) as millis
    from lyzer.pit_stop as stops
    inner join match.race using (race_id)
    inner join lyzer.driver using (driver_id)
)

unpivot named on columns(* exclude (season, round, who))
into name field value value

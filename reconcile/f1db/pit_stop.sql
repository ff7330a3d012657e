-- Races of which Jolpica has pit stops: 2011 on.
with covered as (
    select distinct race_id from lyzer.pit_stop
),

named as (
    select
        race.season,
        race.round,
        coalesce(driver.ref, '?' || stops.driverId) || '/' || stops.stop
            as who,
        'yes' as entry,
        stops.lap,
        cast(duration_millis(stops.time) as varchar) as millis
    from f1db.pit_stops as stops
    inner join match.race
        on race.season = cast(stops.season as integer)
        and race.round = cast(stops.round as integer)
    inner join covered using (race_id)
    left join match.driver on driver.f1db_id = stops.driverId
)

unpivot named on columns(* exclude (season, round, who))
into name field value value

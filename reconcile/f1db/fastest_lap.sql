-- Races of which Jolpica gives fastest laps: 2004 on.
with covered as (
    select distinct race_id from lyzer.race_result where fl_time is not null
),

named as (
    select
        race.season,
        race.round,
        coalesce(driver.ref, '?' || laps.driverId) as who,
        laps.position as place,
        laps.lap,
        cast(duration_millis(laps.time) as varchar) as millis
    from f1db.fastest_laps as laps
    inner join match.race
        on race.season = cast(laps.season as integer)
        and race.round = cast(laps.round as integer)
    inner join covered using (race_id)
    left join match.driver on driver.f1db_id = laps.driverId
)

unpivot named on columns(* exclude (season, round, who))
into name field value value

-- Sessions of which we have rows: later ones come with an extraction.
with covered as (
    select distinct race_id from lyzer.sprint_qualifying_result
),

named as (
    select
        race.season,
        race.round,
        coalesce(driver.ref, '?' || results.driverId) as who,
        'yes' as entry,
        results.position as place,
        cast(duration_millis(results.q1) as varchar) as sq1,
        cast(duration_millis(results.q2) as varchar) as sq2,
        cast(duration_millis(results.q3) as varchar) as sq3,
        results.constructorId as chassis
    from f1db.sprint_qualifying as results
    inner join match.race
        on race.season = cast(results.season as integer)
        and race.round = cast(results.round as integer)
    inner join covered using (race_id)
    left join match.driver on driver.f1db_id = results.driverId
)

unpivot named on columns(* exclude (season, round, who))
into name field value value

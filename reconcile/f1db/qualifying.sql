-- Sessions of which Jolpica has rows. Before 2006 a session had one time, or
-- two days of them, and the best is what counts: Jolpica has it as Q1. Bottas
-- is there twice in round 10 of 2023, as NC and DSQ.
with covered as (
    select distinct race_id from lyzer.qualifying_result
),

named as (
    select
        race.season,
        race.round,
        coalesce(driver.ref, '?' || results.driverId) as who,
        'yes' as entry,
        results.position as place,
        cast(
            duration_millis(coalesce(results.q1, results.time)) as varchar
        ) as q1,
        cast(duration_millis(results.q2) as varchar) as q2,
        cast(duration_millis(results.q3) as varchar) as q3,
        results.constructorId as chassis
    from f1db.qualifying as results
    inner join match.race
        on race.season = cast(results.season as integer)
        and race.round = cast(results.round as integer)
    inner join covered using (race_id)
    left join match.driver on driver.f1db_id = results.driverId
    qualify row_number() over (
        partition by race.race_id, results.driverId
        order by results.position = 'NC'
    ) = 1
)

unpivot named on columns(* exclude (season, round, who))
into name field value value

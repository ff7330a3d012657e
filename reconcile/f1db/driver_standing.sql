-- Those with points; ties of all others are ordered in ways that differ.
with named as (
    select
        race.season,
        race.round,
        coalesce(driver.ref, '?' || standings.driverId) as who,
        standings.position as place,
        cast(cast(standings.points as decimal(6, 2)) as varchar) as points
    from f1db.driver_standings as standings
    inner join match.race
        on race.season = cast(standings.season as integer)
        and race.round = cast(standings.round as integer)
    left join match.driver on driver.f1db_id = standings.driverId
    where cast(standings.points as decimal(6, 2)) > 0
)

unpivot named on columns(* exclude (season, round, who))
into name field value value

-- Those with points; ties of all others are ordered in ways that differ.
with named as (
    select
        race.season,
        race.round,
        standings.constructorId || '-' || standings.engineManufacturerId as who,
        standings.position as place,
        cast(cast(standings.points as decimal(6, 2)) as varchar) as points
    from f1db.constructor_standings as standings
    inner join match.race
        on race.season = cast(standings.season as integer)
        and race.round = cast(standings.round as integer)
    where cast(standings.points as decimal(6, 2)) > 0
)

unpivot named on columns(* exclude (season, round, who))
into name field value value

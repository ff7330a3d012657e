-- Those with points; ties of all others are ordered in ways that differ. A
-- chassis with several engines has several rows, numbered by their points.
with standings as (
    select
        *,
        cast(points as decimal(6, 2)) as counted,
        try_cast("position" as integer) as place_number
    from f1db.constructor_standings
    where counted > 0
),

named as (
    select
        race.season,
        race.round,
        standings.constructorId
        || coalesce('#' || nullif(row_number() over (
            partition by race.race_id, standings.constructorId
            order by standings.counted desc, standings.place_number
        ), 1), '') as who,
        standings.position as place,
        cast(standings.counted as varchar) as points
    from standings
    inner join match.race
        on race.season = cast(standings.season as integer)
        and race.round = cast(standings.round as integer)
)

unpivot named on columns(* exclude (season, round, who))
into name field value value

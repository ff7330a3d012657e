-- Those with points; ties of all others are ordered in ways that differ. A
-- chassis with several engines has several rows, numbered by their points.
with standings as (
    select * from lyzer.constructor_standing where points > 0
),

named as (
    select
        standings.season,
        standings.round,
        coalesce(car.chassis, constructor.ref)
        || coalesce('#' || nullif(row_number() over (
            partition by race.race_id, coalesce(car.chassis, constructor.ref)
            order by standings.points desc, standings.position
        ), 1), '') as who,
        cast(standings.position as varchar) as place,
        cast(standings.points as varchar) as points
    from standings
    inner join match.race using (race_id)
    inner join lyzer.constructor using (constructor_id)
    left join match.car
        on car.season = standings.season
        and car.constructor_id = standings.constructor_id
)

unpivot named on columns(* exclude (season, round, who))
into name field value value

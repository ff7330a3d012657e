with named as (
    select
        standings.season,
        standings.round,
        coalesce(
            car.chassis || '-' || car.engine, constructor.ref
        ) as who,
        cast(standings.position as varchar) as place,
        cast(standings.points as varchar) as points
    from lyzer.constructor_standing as standings
    inner join match.race using (race_id)
    inner join lyzer.constructor using (constructor_id)
    left join match.car
        on car.season = standings.season
        and car.constructor_id = standings.constructor_id
    where standings.points > 0
)

unpivot named on columns(* exclude (season, round, who))
into name field value value

with named as (
    select
        standings.season,
        standings.round,
        coalesce(entry.entry, constructor.ref) as who,
        cast(standings.position as varchar) as place,
        cast(standings.points as varchar) as points
    from lyzer.constructor_standing as standings
    inner join match.race using (race_id)
    inner join lyzer.constructor using (constructor_id)
    left join match.entry
        on entry.season = standings.season
        and entry.constructor_id = standings.constructor_id
    where standings.points > 0
)

unpivot named on columns(* exclude (season, round, who))
into name field value value

with named as (
    select
        standings.season,
        standings.round,
        driver.ref as who,
        cast(standings.position as varchar) as place,
        cast(standings.points as varchar) as points
    from lyzer.driver_standing as standings
    inner join match.race using (race_id)
    inner join lyzer.driver using (driver_id)
    where standings.points > 0
)

unpivot named on columns(* exclude (season, round, who))
into name field value value

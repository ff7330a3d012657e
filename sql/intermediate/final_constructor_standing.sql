with standings as (
    select * from lyzer.constructor_standing
),

races as (
    select * from lyzer.race
),

last_rounds as (
    select season, max(round) as last_round from races group by season
),

newest as (
    select standings.*, standings.round = last_rounds.last_round as is_final
    from standings
    join last_rounds using (season)
    -- The first championship of constructors was that of 1958.
    where season >= 1958
    qualify standings.round = max(standings.round) over (partition by season)
),

-- A constructor may have counted as several, by engine: Brabham in 1982.
joined as (
    select
        season,
        constructor_id,
        min("position") as "position",
        cast(sum(points) as decimal(6, 2)) as points,
        coalesce(min("position") = 1 and bool_and(is_final), false)
            as is_champion
    from newest
    group by season, constructor_id
)

select * from joined

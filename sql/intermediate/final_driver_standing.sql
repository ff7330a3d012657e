with standings as (
    select * from lyzer.driver_standing
),

races as (
    select * from lyzer.race
),

last_rounds as (
    select season, max(round) as last_round from races group by season
),

newest as (
    select
        standings.season,
        standings.driver_id,
        standings."position",
        standings.points,
        standings."position" is not distinct from 1
        and standings.round = last_rounds.last_round as is_champion
    from standings
    join last_rounds using (season)
    qualify standings.round = max(standings.round) over (partition by season)
)

select * from newest

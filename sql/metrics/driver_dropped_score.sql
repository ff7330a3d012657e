with ranked_scores as (
    select *
    from intermediate.championship_ranked_score
    where championship = 'driver' and rank > counted
),

races as (
    select * from lyzer.race
),

dropped as (
    select
        races.id as race_id,
        ranked_scores.competitor_id as driver_id,
        ranked_scores.race_id as dropped_race_id,
        ranked_scores.season,
        ranked_scores.after_round as round,
        ranked_scores.round as dropped_round,
        ranked_scores.points
    from ranked_scores
    inner join races
        on ranked_scores.season = races.season
        and ranked_scores.after_round = races.round
)

select * from dropped order by race_id, driver_id, dropped_race_id

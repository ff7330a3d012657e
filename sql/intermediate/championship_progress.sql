with rounds as (
    select * from intermediate.championship_round where is_held
),

scores as (
    select * from intermediate.championship_score
),

ranked_scores as (
    select * from intermediate.championship_ranked_score
),

competitors as (
    select championship, season, competitor_id, entry, min(round) as round_from
    from scores
    group by championship, season, competitor_id, entry
),

dropped as (
    select
        championship,
        season,
        after_round as round,
        competitor_id,
        entry,
        sum(points) as points
    from ranked_scores
    where rank > counted
    group by all
),

totalled as (
    select
        competitors.championship,
        competitors.season,
        rounds.round,
        rounds.race_id,
        competitors.competitor_id,
        competitors.entry,
        sum(coalesce(scores.points, 0)) over running as points_scored,
        sum(coalesce(wins, 0)) over running as wins,
        bool_or(coalesce(is_classified, false)) over running as is_classified,
        sum(coalesce(front_places, 0)) over running as front_places,
        sum(coalesce(back_places, 0)) over running as back_places,
        sum(coalesce(listed_front_places, 0)) over running
            as listed_front_places,
        sum(coalesce(listed_back_places, 0)) over running
            as listed_back_places
    from competitors
    inner join rounds
        on competitors.championship = rounds.championship
        and competitors.season = rounds.season
        and competitors.round_from <= rounds.round
    left join scores
        on competitors.championship = scores.championship
        and rounds.race_id = scores.race_id
        and competitors.competitor_id = scores.competitor_id
        and competitors.entry = scores.entry
    window running as (
        partition by
            competitors.season,
            competitors.competitor_id,
            competitors.entry
        order by rounds.round
    )
),

progress as (
    select
        totalled.* exclude (points_scored, wins),
        cast(points_scored as decimal(6, 2)) as points_scored,
        cast(coalesce(dropped.points, 0) as decimal(6, 2)) as points_dropped,
        cast(wins as integer) as wins
    from totalled
    left join dropped
        using (championship, season, round, competitor_id, entry)
)

select * from progress

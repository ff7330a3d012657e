with positions as (
    select * from intermediate.championship_position where record <> 'now'
),

remainders as (
    select * from intermediate.championship_remainder
),

ranked_scores as (
    select * from intermediate.championship_ranked_score
),

deceased as (
    select * from intermediate.championship_deceased
),

totals as (
    select
        championship,
        season,
        round,
        cast(sum(races_left) as integer) as races_left,
        cast(sum(points_left) as decimal(6, 2)) as points_left
    from remainders
    group by championship, season, round
),

-- What would still count of the results so far, if all to come were wins.
kept as (
    select
        ranked_scores.championship,
        ranked_scores.season,
        ranked_scores.after_round as round,
        ranked_scores.competitor_id,
        ranked_scores.entry,
        sum(
            if(
                ranked_scores.rank <= remainders.open_results,
                ranked_scores.points,
                0
            )
        ) as points
    from ranked_scores
    inner join remainders
        on ranked_scores.championship = remainders.championship
        and ranked_scores.season = remainders.season
        and ranked_scores.after_round = remainders.round
        and ranked_scores.round_from = remainders.round_from
    group by all
),

outlook as (
    select
        positions.* exclude (record),
        if(deceased.race_id is null, totals.races_left, 0) as races_left,
        cast(
            if(
                deceased.race_id is null,
                totals.points_left
                + coalesce(kept.points, points_scored - points_dropped)
                - (points_scored - points_dropped),
                0
            )
            as decimal(6, 2)
        ) as points_to_come
    from positions
    inner join totals using (championship, season, round)
    left join kept using (championship, season, round, competitor_id, entry)
    left join deceased
        on positions.race_id = deceased.race_id
        and positions.competitor_id = deceased.driver_id
)

select * from outlook

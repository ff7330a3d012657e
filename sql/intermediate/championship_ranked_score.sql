with scores as (
    select * from intermediate.championship_score where points > 0
),

rounds as (
    select * from intermediate.championship_round where is_held
),

counted_results as (
    select * from rules.counted_results
),

-- Of equal scores, the earlier counts.
ranked as (
    select
        scores.championship,
        scores.season,
        rounds.round as after_round,
        scores.competitor_id,
        scores.entry,
        counted_results.round_from,
        counted_results.counted,
        scores.race_id,
        scores.round,
        scores.points,
        row_number() over (
            partition by
                scores.championship,
                scores.season,
                rounds.round,
                scores.competitor_id,
                scores.entry,
                counted_results.round_from
            order by scores.points desc, scores.round
        ) as rank
    from scores
    inner join counted_results
        on scores.championship = counted_results.championship
        and scores.season = counted_results.season
        and scores.round between counted_results.round_from
            and coalesce(counted_results.round_to, scores.round)
    inner join rounds
        on scores.championship = rounds.championship
        and scores.season = rounds.season
        and scores.round <= rounds.round
)

select * from ranked

with rounds as (
    select * from intermediate.championship_round
),

counted_results as (
    select * from rules.counted_results
),

-- The parts of a season of which the best results count; often only one.
parts as (
    select
        rounds.*,
        coalesce(counted_results.round_from, 1) as round_from,
        counted_results.counted
    from rounds
    left join counted_results
        on rounds.championship = counted_results.championship
        and rounds.season = counted_results.season
        and rounds.round between counted_results.round_from
            and coalesce(counted_results.round_to, rounds.round)
),

coming as (
    select
        current.championship,
        current.season,
        current.round,
        parts.round_from,
        parts.counted,
        parts.most_points,
        parts.most_points > 0
        and parts.round > current.round
        and current.round <= coalesce(parts.expected_until, current.round)
            as is_coming
    from rounds as current
    inner join parts
        on current.championship = parts.championship
        and current.season = parts.season
    where current.is_held
),

remainders as (
    select
        championship,
        season,
        round,
        round_from,
        any_value(counted) as counted,
        count(*) filter (is_coming) as races_left,
        coalesce(sum(most_points) filter (is_coming), 0) as points_left,
        max(most_points) as most_points
    from coming
    group by championship, season, round, round_from
),

-- Where only the best count, no more of those to come than that can count.
capped as (
    select
        championship,
        season,
        round,
        round_from,
        cast(races_left as integer) as races_left,
        cast(counted - races_left as integer) as open_results,
        cast(
            if(
                races_left > counted,
                counted * most_points,
                points_left
            )
            as decimal(6, 2)
        ) as points_left
    from remainders
)

select * from capped

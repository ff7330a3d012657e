with outlook as (
    select * from intermediate.championship_outlook
),

championship_rules as (
    select * from rules.championship_rule
),

-- Winning all that is left adds first places, to a constructor second ones too.
hoped as (
    select
        outlook.*,
        row(
            outlook.points + outlook.points_to_come,
            outlook.front_places
            + outlook.races_left * (
                place_weight(1)
                + if(championship_rules.most_cars > 1, place_weight(2), 0)
            ),
            outlook.back_places
        ) as best_end,
        row(
            outlook.points,
            outlook.front_places,
            outlook.back_places
        ) as worst_end
    from outlook
    inner join championship_rules
        on outlook.championship = championship_rules.championship
        and outlook.season between championship_rules.season_from
            and coalesce(championship_rules.season_to, outlook.season)
),

leaders as (
    select
        championship,
        season,
        round,
        max(points) as points,
        max(worst_end) as worst_end
    from hoped
    where excluded_text is null
    group by championship, season, round
),

-- Can win: winning all that is left, while the others score nothing, is enough
-- to pass or equal them all.
contenders as (
    select
        hoped.* exclude (best_end, worst_end, front_places, back_places),
        cast(leaders.points - hoped.points as decimal(6, 2)) as gap,
        hoped.excluded_text is null
            and hoped.best_end >= leaders.worst_end as can_win
    from hoped
    inner join leaders using (championship, season, round)
),

open_to as (
    select championship, season, round, count_if(can_win) as contender_count
    from contenders
    group by championship, season, round
),

decided as (
    select
        contenders.*,
        open_to.contender_count = 1 as is_decided
    from contenders
    inner join open_to using (championship, season, round)
)

select * from decided

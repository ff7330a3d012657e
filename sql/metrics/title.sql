with contention as (
    select * from intermediate.championship_contention
    anti join intermediate.season_gap using (season)
),

-- The title is decided by the first race after which only one can win it.
deciding as (
    select
        championship,
        season,
        min(round) as round,
        arg_min(races_left, (round, -races_left)) as races_left
    from contention
    where is_decided
    group by championship, season
),

champions as (
    select contention.* exclude (races_left), deciding.races_left
    from contention
    inner join deciding using (championship, season, round)
    where contention.can_win
),

latest as (
    select
        championship,
        season,
        max(round) as round
    from contention
    group by championship, season
),

finals as (
    select
        contention.championship,
        contention.season,
        max(contention.points) filter (contention.can_win) as points,
        max(contention.wins) filter (contention.can_win) as wins,
        min(contention.gap) filter (
            not contention.can_win and contention.excluded_text is null
        ) as margin
    from contention
    inner join latest using (championship, season, round)
    group by contention.championship, contention.season
),

titles as (
    select
        champions.season,
        champions.championship,
        case
            when champions.championship = 'driver' then champions.competitor_id
        end as driver_id,
        case
            when champions.championship = 'constructor'
                then champions.competitor_id
        end as constructor_id,
        champions.race_id,
        champions.round,
        champions.races_left,
        finals.points,
        finals.wins,
        finals.margin
    from champions
    inner join finals using (championship, season)
)

select * from titles order by season, championship

with races as (
    select * from lyzer.race
),

lists as (
    select * from staging.stg_lists where resource = 'races'
),

counted as (
    select
        season,
        count(*) as race_count,
        count(distinct round) as round_count,
        min(round) as first_round,
        max(round) as last_round
    from races
    where exists (
        from lists where coalesce(lists.season, races.season) = races.season
    )
    group by season
)

select * from counted
where first_round <> 1
    or last_round <> race_count
    or round_count <> race_count

with lists as (
    select * from staging.stg_lists
),

races as (
    select * from lyzer.race
),

results as (
    select * from lyzer.race_result
),

unfetched_races as (
    select * from intermediate.unfetched_race
),

championship_rules as (
    select * from rules.championship_rule
),

raced as (
    select season from results group by season
),

every_season as (
    select
        unnest(
            generate_series(min(season_from), (select max(season) from raced))
        ) as season
    from championship_rules
),

-- A season without results or without a calendar is unknown.
unknown as (
    select every_season.season, 1 as round
    from every_season
    anti join raced using (season)
    union all
    select season, 1
    from races
    where not exists (
        from lists
        where lists.resource = 'races'
            and coalesce(lists.season, races.season) = races.season
    )
    union all
    select season, round
    from unfetched_races
    where resource in ('results', 'sprint')
),

gaps as (
    select cast(season as integer) as season, min(round) as first_round
    from unknown
    group by season
)

select * from gaps

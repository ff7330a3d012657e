with races as (
    select * from lyzer.race
),

results as (
    select * from lyzer.race_result
),

championship_rules as (
    select * from rules.championship_rule
),

cancelled_races as (
    select * from rules.cancelled_race
),

uncounted_races as (
    select * from rules.uncounted_race
),

-- A cancelled race comes after all other rounds while it was expected.
planned as (
    select
        id as race_id,
        season,
        round,
        race_name,
        sprint_id is not null as has_sprint,
        id in (select race_id from results) as is_held,
        cast(null as integer) as expected_until
    from races
    union all
    select null, season, 100, race_name, false, false, expected_until
    from cancelled_races
),

calendar as (
    select
        championship_rules.championship,
        planned.*,
        (championship_rules.championship, planned.season, planned.race_name)
        not in (
            select (championship, season, race_name) from uncounted_races
        ) as is_counted,
        championship_rules.most_cars
    from planned
    inner join championship_rules
        on planned.season between championship_rules.season_from
            and coalesce(championship_rules.season_to, planned.season)
)

select * from calendar

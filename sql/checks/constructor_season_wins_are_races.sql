with seasons as (
    select * from lyzer_metrics.constructor_season
),

races as (
    select season, count(*) as races
    from lyzer_metrics.race_summary
    group by season
),

faults as (
    select season, sum(seasons.wins) as wins, any_value(races.races) as races
    from seasons
    join races using (season)
    group by season
    having sum(seasons.wins) <> any_value(races.races)
)

select * from faults

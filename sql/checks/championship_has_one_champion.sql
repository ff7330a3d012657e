with races as (
    select * from lyzer.race
    anti join intermediate.season_gap using (season)
),

results as (
    select distinct race_id from lyzer.race_result
),

titles as (
    select * from lyzer_metrics.title
),

finished as (
    select season
    from races
    group by season
    having count(*) filter (id not in (select race_id from results)) = 0
),

wanted as (
    select season, 'driver' as championship
    from finished
    union all
    select season, 'constructor' as championship
    from finished
    where season >= 1958
),

missing as (
    select wanted.season, wanted.championship
    from wanted
    anti join titles using (season, championship)
)

select * from missing order by season, championship

with races as (
    select season, count(*) as races from lyzer.race group by season
),

results as (
    select season, count(distinct race_id) as driven
    from lyzer.race_result
    group by season
),

qualifying as (
    select season, count(distinct race_id) as qualifying
    from lyzer.qualifying_result
    group by season
),

sprints as (
    select season, count(distinct race_id) as sprints
    from lyzer.sprint_result
    group by season
),

laps as (
    select season, count(distinct race_id) as laps
    from lyzer.lap
    group by season
),

pit_stops as (
    select season, count(distinct race_id) as pit_stops
    from lyzer.pit_stop
    group by season
),

covered as (
    select
        season,
        races,
        coalesce(driven, 0) as driven,
        coalesce(qualifying, 0) as qualifying,
        coalesce(sprints, 0) as sprints,
        coalesce(laps, 0) as laps,
        coalesce(pit_stops, 0) as pit_stops
    from races
    left join results using (season)
    left join qualifying using (season)
    left join sprints using (season)
    left join laps using (season)
    left join pit_stops using (season)
)

select * from covered order by season

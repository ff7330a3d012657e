with crews as (
    select season, sum(stops) as stops
    from lyzer_metrics.pit_crew_season
    group by season
),

unfetched as (
    select * from intermediate.unfetched_race where resource = 'pitstops'
),

visits as (
    select season, count(*) as stops
    from lyzer_metrics.pit_visit
    anti join intermediate.season_gap using (season)
    anti join unfetched using (season)
    where kind = 'stop'
    group by season
),

faults as (
    select season, crews.stops, visits.stops as visits
    from crews
    full join visits using (season)
    where crews.stops is distinct from visits.stops
)

select * from faults

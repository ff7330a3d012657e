with lists as (
    select * from staging.stg_lists
),

races as (
    select * from lyzer.race
),

results as (
    select distinct race_id from lyzer.race_result
),

points_systems as (
    select * from rules.points_system where session = 'sprint'
),

known as (
    select 'results' as resource, race_id from results
    union
    select 'sprint', race_id from lyzer.sprint_result
    union
    select 'qualifying', race_id from lyzer.qualifying_result
    union
    select 'pitstops', race_id from lyzer.pit_stop
),

charted as (
    select
        races.*,
        races.id in (select race_id from results) as has_results,
        races.season in (select season from lists where resource = 'races')
        or exists (from lists where resource = 'races' and season is null)
            as has_calendar,
        max(date) over (partition by season) as last_date
    from races
),

reached as (
    select
        (select max(cast(confirmed_at as date)) from lists) as today,
        max(row(season, round)) filter (resource = 'results') as raced,
        max(row(season, round)) as qualified
    from known
    inner join races on known.race_id = races.id
    where resource in ('results', 'qualifying')
),

wanted as (
    -- A running season up to its newest race, a season that is over to its end.
    select 'results' as resource, charted.* from charted, reached
    where row(season, round) <= raced or last_date <= today
    union all
    select 'qualifying', charted.* from charted, reached
    where row(season, round) <= qualified
    union all
    -- Jolpica has no stops of earlier seasons.
    select 'pitstops', charted.* from charted
    where has_results and season >= 2011
    union all
    -- Without a calendar it is unknown which weekends had no sprint.
    select 'sprint', charted.*
    from charted
    where has_results
        and season >= (select min(season_from) from points_systems)
        and (sprint_id is not null or not has_calendar)
),

-- A list fetched on race day or later that has no rows: Jolpica has none.
unfetched as (
    select wanted.resource, wanted.id as race_id, wanted.season, wanted.round
    from wanted
    anti join known
        on wanted.resource = known.resource and wanted.id = known.race_id
    anti join lists
        on wanted.resource = lists.resource
        and scope_covers(lists.season, lists.round, wanted.season, wanted.round)
        and wanted.date <= cast(lists.confirmed_at as date)
)

select * from unfetched

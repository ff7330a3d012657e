with entries as (
    select * from intermediate.championship_entry
),

races as (
    select * from lyzer.race
),

sprint_results as (
    select * from lyzer.sprint_result
),

points_systems as (
    select * from rules.points_system where session = 'sprint'
),

fastest_lap_rules as (
    select * from rules.fastest_lap_rule
),

fastest_laps as (
    select * from rules.fastest_lap
),

-- A driver who shared cars had several, but set one fastest lap.
holders as (
    select distinct
        entries.championship,
        entries.season,
        entries.round,
        entries.race_id,
        competitor_id,
        entry,
        fastest_lap_rules.points
    from entries
    inner join fastest_lap_rules
        on entries.championship = fastest_lap_rules.championship
        and entries.season between fastest_lap_rules.season_from
            and coalesce(fastest_lap_rules.season_to, entries.season)
    left join fastest_laps
        on entries.season = fastest_laps.season
        and entries.race_name = fastest_laps.race_name
        and entries.driver_ref = fastest_laps.driver_ref
    where (fastest_laps.driver_ref is not null or entries.fl_rank = 1)
        and coalesce(entries.place, 99) <= coalesce(within_place, 99)
),

bonuses as (
    select
        holders.* exclude (points),
        'fastest_lap' as kind,
        points_share(
            holders.points,
            count(*) over (partition by championship, race_id)
        ) as points
    from holders
    union all
    select
        points_systems.championship,
        sprint_results.season,
        races.round,
        sprint_results.race_id,
        if(
            points_systems.championship = 'driver',
            sprint_results.driver_id,
            sprint_results.constructor_id
        ) as competitor_id,
        '' as entry,
        'sprint' as kind,
        points_systems.points
    from sprint_results
    inner join races on sprint_results.race_id = races.id
    inner join points_systems
        on sprint_results.season between points_systems.season_from
            and coalesce(points_systems.season_to, sprint_results.season)
        and try_cast(sprint_results.position_text as integer)
            = points_systems.place
)

select * from bonuses

with calendar as (
    select * from intermediate.championship_calendar
),

points_systems as (
    select * from rules.points_system
),

points_factors as (
    select * from rules.points_factor
),

fastest_lap_rules as (
    select * from rules.fastest_lap_rule
),

gaps as (
    select * from intermediate.season_gap
),

-- Double points were announced before the race, half points were not.
places as (
    select
        calendar.championship,
        calendar.season,
        calendar.round,
        calendar.race_id,
        calendar.is_held
        and coalesce(calendar.round < gaps.first_round, true) as is_held,
        calendar.expected_until,
        calendar.is_counted,
        sum(
            points_systems.points
            * if(session = 'race', greatest(coalesce(factor, 1), 1), 1)
        ) as points
    from calendar
    inner join points_systems
        on calendar.championship = points_systems.championship
        and calendar.season between points_systems.season_from
            and coalesce(points_systems.season_to, calendar.season)
        and points_systems.place <= calendar.most_cars
        and (points_systems.session = 'race' or calendar.has_sprint)
    left join gaps using (season)
    left join points_factors
        on calendar.season = points_factors.season
        and calendar.race_name = points_factors.race_name
    group by all
),

rounds as (
    select
        places.championship,
        places.season,
        places.round,
        places.race_id,
        places.is_held,
        places.expected_until,
        cast(
            if(
                places.is_counted,
                places.points + coalesce(fastest_lap_rules.points, 0),
                0
            )
            as decimal(6, 2)
        ) as most_points
    from places
    left join fastest_lap_rules
        on places.championship = fastest_lap_rules.championship
        and places.season between fastest_lap_rules.season_from
            and coalesce(fastest_lap_rules.season_to, places.season)
)

select * from rounds

with results as (
    select * from lyzer.race_result
    anti join intermediate.season_gap using (season)
),

points_systems as (
    select * from rules.points_system
),

systems as (
    select
        cast(season_from as varchar) as scoring,
        list(points order by place) as scale
    from points_systems
    where championship = 'driver' and session = 'race'
    group by season_from
),

seasons as (
    select season, count(distinct race_id) as races
    from results
    group by season
),

-- Those who shared a car share its points.
cars as (
    select race_id, constructor_id, "position", count(*) as sharers
    from results
    group by race_id, constructor_id, "position"
),

placed as (
    select
        season,
        driver_id,
        try_cast(position_text as integer) as place,
        sharers
    from results
    join cars using (race_id, constructor_id, "position")
),

scored as (
    select
        scoring,
        season,
        driver_id,
        cast(sum(coalesce(scale[place], 0) / sharers) as decimal(7, 2))
            as points,
        tally(coalesce(place = 1, false)) as wins,
        any_value(scale[1]) * max(races) as most_points
    from placed
    join seasons using (season)
    cross join systems
    group by scoring, season, driver_id
),

ranked as (
    select
        scoring,
        season,
        driver_id,
        points,
        cast(
            rank() over (
                partition by scoring, season order by points desc, wins desc
            ) as integer
        ) as "position",
        percent(points, most_points) as points_percent
    from scored
)

select * from ranked order by scoring, season, driver_id

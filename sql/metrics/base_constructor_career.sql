with careers as (
    select * from lyzer_metrics.constructor_career
),

entered as (
    select * from intermediate.constructor_race
    where not exists (from intermediate.season_gap)
),

constructors as (
    select * from lyzer.constructor
),

-- Chassis of one maker with different engines met in the same race.
raced as (
    select
        constructors.base_constructor_id,
        cast(count(distinct race_id) as integer) as entries,
        cast(count(distinct race_id) filter (starts > 0) as integer) as races,
        cast(count(distinct season) as integer) as seasons
    from entered
    join constructors using (constructor_id)
    group by constructors.base_constructor_id
),

summed as (
    select
        constructors.base_constructor_id,
        min(first_season) as first_season,
        max(last_season) as last_season,
        total(starts) as starts,
        total(titles) as titles,
        total(wins) as wins,
        total(podiums) as podiums,
        total(poles) as poles,
        total(fastest_laps) as fastest_laps,
        min(best_championship_position) as best_championship_position,
        min(best_position) as best_position,
        total(classified) as classified,
        total(dnfs) as dnfs,
        total(laps_led) as laps_led,
        cast(sum(points) as decimal(8, 2)) as points,
        cast(sum(points_counted) as decimal(8, 2)) as points_counted
    from careers
    join constructors using (constructor_id)
    group by constructors.base_constructor_id
),

joined as (
    select
        raced.*,
        summed.* exclude (base_constructor_id),
        per(points, starts) as points_per_start,
        percent(wins, races) as win_percent
    from raced
    join summed using (base_constructor_id)
)

select * from joined order by base_constructor_id

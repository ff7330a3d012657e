with entered as (
    select * from intermediate.constructor_race
    where not exists (from intermediate.season_gap)
),

constructors as (
    select * from lyzer.constructor
),

races as (
    select * from lyzer.race
),

summed as (
    select
        races.circuit_id,
        constructors.base_constructor_id,
        cast(count(distinct race_id) filter (starts > 0) as integer) as races,
        total(wins) as wins,
        total(podiums) as podiums,
        total(poles) as poles,
        total(fastest_laps) as fastest_laps,
        cast(sum(points) as decimal(7, 2)) as points,
        total(laps_led) as laps_led,
        min(best_position) as best_position,
        min(entered.season) filter (where wins > 0) as first_win_season,
        max(entered.season) filter (where wins > 0) as last_win_season
    from entered
    join constructors using (constructor_id)
    join races on entered.race_id = races.id
    group by races.circuit_id, constructors.base_constructor_id
),

ranked as (
    select
        *,
        cast(
            rank() over (partition by circuit_id order by wins desc) as integer
        ) as win_rank
    from summed
)

select * from ranked order by circuit_id, base_constructor_id

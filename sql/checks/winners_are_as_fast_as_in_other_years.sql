with results as (
    select * from lyzer.race_result
),

races as (
    select * from lyzer.race
),

won as (
    select
        races.season,
        races.round,
        races.race_name,
        races.circuit_id,
        min(results.millis / results.laps) as lap_millis
    from results
    inner join races on results.race_id = races.id
    where results."position" = 1 and results.laps > 0
    group by all
),

compared as (
    select
        *,
        median(lap_millis) over (
            partition by circuit_id
            order by season
            range between 3 preceding and 3 following
            exclude current row
        ) as other_millis
    from won
),

strange as (
    select season, round, race_name, cast(lap_millis as integer) as lap_millis
    from compared
    where lap_millis not between 0.75 * other_millis and 1.5 * other_millis
)

select * from strange

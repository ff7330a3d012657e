with results as (
    select * from staging.stg_results
),

races as (
    select * from lyzer.race
),

drivers as (
    select * from lyzer.driver
),

constructors as (
    select * from lyzer.constructor
),

-- Shared cars: one driver may have two results, by number or constructor.
keyed as (
    select
        lyzer_uuid(
            concat_ws(
                '/',
                'race_result',
                season,
                race_name,
                results.driver_ref,
                results.number,
                results.constructor_ref
            )
        ) as id,
        season,
        races.id as race_id,
        results.number,
        results."position",
        results.position_text,
        results.points,
        drivers.driver_id,
        constructors.constructor_id,
        results.grid,
        results.laps,
        results.status,
        results.millis,
        results."time",
        results.fl_rank,
        results.fl_lap,
        results.fl_time,
        results.fl_units,
        results.fl_speed
    from results
    left join races using (season, race_name)
    left join drivers on results.driver_ref = drivers.ref
    left join constructors on results.constructor_ref = constructors.ref
)

select * from keyed order by season, race_id, "position", id

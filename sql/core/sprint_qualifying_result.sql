with results as (
    select * from staging.stg_sprint_qualifying
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

keyed as (
    select
        lyzer_uuid(
            concat_ws(
                '/',
                'sprint_qualifying_result',
                season,
                race_name,
                results.driver_ref,
                results.number,
                results.constructor_ref
            )
        ) as id,
        season,
        races.id as race_id,
        races.sprint_qualifying_id,
        results.number,
        results."position",
        drivers.driver_id,
        constructors.constructor_id,
        results.sq1,
        results.sq2,
        results.sq3,
        results.sq1_millis,
        results.sq2_millis,
        results.sq3_millis
    from results
    left join races using (season, race_name)
    left join drivers on results.driver_ref = drivers.ref
    left join constructors on results.constructor_ref = constructors.ref
)

select * from keyed order by season, race_id, "position", id

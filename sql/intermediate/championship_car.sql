with results as (
    select * from lyzer.race_result
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

finished as (
    select
        results.id as race_result_id,
        results.race_id,
        results.season,
        races.round,
        races.race_name,
        results.driver_id,
        drivers.ref as driver_ref,
        results.constructor_id,
        constructors.ref as constructor_ref,
        try_cast(results.position_text as bigint) as place,
        results."position" as listed_place,
        results.fl_rank
    from results
    inner join races on results.race_id = races.id
    inner join drivers on results.driver_id = drivers.driver_id
    inner join constructors
        on results.constructor_id = constructors.constructor_id
)

select * from finished

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

vacant_places as (
    select * from rules.vacant_place
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
        try_cast(results.position_text as integer) as finish,
        results."position" as listed_place,
        results.fl_rank
    from results
    inner join races on results.race_id = races.id
    inner join drivers on results.driver_id = drivers.driver_id
    inner join constructors
        on results.constructor_id = constructors.constructor_id
),

-- Jolpica closes the gap that a disqualification left, even where no driver
-- moved up then.
placed as (
    select
        finished.* exclude (finish, listed_place, fl_rank),
        finished.finish + (
            select count(*)
            from vacant_places
            where vacant_places.season = finished.season
                and vacant_places.race_name = finished.race_name
                and vacant_places.place <= finished.finish
        ) as place,
        finished.listed_place,
        finished.fl_rank
    from finished
)

select * from placed

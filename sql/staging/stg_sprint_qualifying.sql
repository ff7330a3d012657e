with results as (
    select * from staging.stg_sprintqualifying
),

race_refs as (
    select * from staging.stg_alpha_race_refs
),

driver_refs as (
    select * from staging.stg_alpha_driver_refs
),

constructor_refs as (
    select * from staging.stg_alpha_constructor_refs
),

tied as (
    select
        race_refs.season,
        race_refs.round,
        race_refs.race_name,
        driver_refs.driver_ref,
        constructor_refs.constructor_ref,
        results.number,
        results."position",
        results.sq1,
        results.sq2,
        results.sq3,
        duration_millis(results.sq1) as sq1_millis,
        duration_millis(results.sq2) as sq2_millis,
        duration_millis(results.sq3) as sq3_millis,
        results.list,
        results.page_offset,
        results.row_index
    from results
    inner join race_refs
        on results.season = race_refs.season
        and results.race_name is not distinct from race_refs.alpha_race_name
        and results.race_url is not distinct from race_refs.race_url
    inner join driver_refs
        on results.season = driver_refs.season
        and results.alpha_driver_id = driver_refs.alpha_driver_id
    inner join constructor_refs
        on results.season = constructor_refs.season
        and results.alpha_team_id = constructor_refs.alpha_team_id
    -- A driver has one car; another row of theirs is a fault, see the check.
    qualify row_number() over (
        partition by race_refs.season, race_refs.race_name, driver_ref
        order by results."position", results.list, results.row_index
    ) = 1
)

select * from tied

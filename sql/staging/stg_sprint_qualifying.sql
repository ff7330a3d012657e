with results as (
    select * from staging.stg_sprintqualifying
),

races as (
    select * from staging.stg_races
),

driver_refs as (
    select * from staging.stg_alpha_driver_refs
),

constructor_refs as (
    select * from staging.stg_alpha_constructor_refs
),

-- By address, else by name: rounds may be numbered otherwise.
race_names as (
    select
        results.list,
        results.row_index,
        races.season,
        races.round,
        races.race_name
    from results
    inner join races
        on results.season = races.season
        and (
            url_page(results.race_url) = url_page(races.url)
            or results.race_name = races.race_name
        )
    qualify row_number() over (
        partition by results.list, results.row_index
        order by
            url_page(results.race_url) is not distinct from url_page(races.url)
            desc,
            races.round
    ) = 1
),

tied as (
    select
        race_names.season,
        race_names.round,
        race_names.race_name,
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
    inner join race_names using (list, row_index)
    inner join driver_refs
        on results.season = driver_refs.season
        and results.alpha_driver_id = driver_refs.alpha_driver_id
    inner join constructor_refs
        on results.season = constructor_refs.season
        and results.alpha_team_id = constructor_refs.alpha_team_id
    -- A driver has one car; another row of theirs is a fault, see the check.
    qualify row_number() over (
        partition by race_names.season, race_names.race_name, driver_ref
        order by results."position", results.list, results.row_index
    ) = 1
)

select * from tied

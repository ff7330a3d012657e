with lists as (
    select * from staging.stg_lists where season is null
),

named as (
    select 'drivers' as list, driver_ref as ref
    from staging.stg_named_drivers
    anti join staging.stg_drivers using (driver_ref)
    union all
    select 'constructors', constructor_ref
    from staging.stg_named_constructors
    anti join staging.stg_constructors using (constructor_ref)
    union all
    select 'circuits', circuit_ref
    from staging.stg_named_circuits
    anti join staging.stg_circuits using (circuit_ref)
    union all
    select distinct 'seasons', cast(races.season as varchar)
    from staging.stg_calendar as races
    anti join staging.stg_seasons using (season)
),

-- A part of history may lack the list itself.
missing as (
    select named.list, named.ref
    from named
    where named.list in (select resource from lists)
)

select * from missing
